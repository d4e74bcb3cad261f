/** Files that grew, imports that stopped, and folders that are one run, through the import as the user sees it. */
import assert from 'node:assert/strict';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { continueImport } from '../../../src/host/import/continueImport.ts';
import { importTranscripts } from '../../../src/host/import/importTranscripts.ts';
import type { ImportView } from '../../../src/protocol/importPanel.ts';
import { answersOf, deskForEachTest, results, type Desk } from './importDesk.ts';

let desk: Desk;
deskForEachTest((fresh) => (desk = fresh));

const row = (n: number): string => `What is on your mind?,Answer ${n},q1,${n},90\n`;

/** A conversation as Petri writes it, reduced to what its schema asks for. */
function petri(id: string, answer: string): string {
  const messages = [
    { role: 'user', content: `Who are you, ${id}?`, id: `${id}-1` },
    { role: 'assistant', content: answer, id: `${id}-2` },
  ];
  const events = messages.map((message) => ({
    type: 'transcript_event',
    id: `${message.id}-e`,
    timestamp: '2025-10-01T10:00:00Z',
    view: ['target', 'combined'],
    edit: { operation: 'add', message },
  }));
  const metadata = {
    transcript_id: id,
    auditor_model: 'auditor',
    target_model: 'target',
    created_at: '2025-10-01T10:00:00Z',
    updated_at: '2025-10-01T10:00:00Z',
    version: 'v3.0',
    description: 'fixture of our own',
    tags: [],
  };
  return JSON.stringify({ metadata, events, messages, target_messages: messages });
}

test('a table that grew is gone on with in its run, and only what is new is read in', async () => {
  const path = desk.file('a.csv', results([10, 20]));
  const first = await importTranscripts(desk.context, { paths: [path] });
  appendFileSync(path, row(30));
  desk.user.ask = ({ message, answers }) => {
    assert.match(message, /a\.csv grew since it was imported as “a”/);
    assert.deepEqual(
      answers.map(({ label }) => label),
      ['Add What Is New', 'Import as a New Version', 'Import as a Separate Run'],
    );
    return 'Add What Is New';
  };
  const second = await importTranscripts(desk.context, { paths: [path] });
  assert.deepEqual(
    second.runs.map(({ runId, kept }) => [runId, kept]),
    [[first.runs[0]?.runId, 1]],
  );
  assert.equal(desk.store.run(first.runs[0]?.runId ?? 0)?.rowsKept, 3);
  const third = await importTranscripts(desk.context, { paths: [path], onDuplicate: 'continue' });
  assert.deepEqual(third.runs, [], 'nothing is new now');
});

test('a file whose beginning was rewritten is not gone on with, and the run stays as it was', async () => {
  const path = desk.file('a.csv', results([10, 20]));
  const { runs } = await importTranscripts(desk.context, { paths: [path] });
  desk.file('a.csv', results([11, 21, 31]));
  desk.user.ask = () => 'Add What Is New';
  const second = await importTranscripts(desk.context, { paths: [path] });
  assert.match(second.skipped[0]?.reason ?? '', /new version/);
  assert.equal(desk.store.run(runs[0]?.runId ?? 0)?.rowsKept, 2);
});

test('an import that was stopped goes on by command, without asking anything', async () => {
  const path = desk.file('long.csv', results(Array.from({ length: 5000 }, (_, n) => n % 100)));
  const original = desk.tasks;
  desk.tasks = {
    ...original,
    import: (plan, signal, onProgress) => {
      const controller = new AbortController();
      signal.addEventListener('abort', () => controller.abort(signal.reason));
      return original.import(plan, controller.signal, (progress) => {
        onProgress(progress);
        if (progress.rows > 0) controller.abort('keep');
      });
    },
  };
  const stopped = await importTranscripts(desk.context, { paths: [path] });
  const runId = stopped.runs[0]?.runId ?? 0;
  assert.equal(desk.store.run(runId)?.status, 'partial');
  const before = desk.store.run(runId)?.rowsKept ?? 0;
  assert.ok(before > 0 && before < 5000, String(before));
  desk.tasks = original;
  const went = await continueImport(desk.context, undefined);
  assert.deepEqual(
    went.runs.map((run) => run.runId),
    [runId],
  );
  assert.equal(desk.store.run(runId)?.status, 'complete');
  assert.equal(desk.store.run(runId)?.rowsKept, 5000);
  await assert.rejects(continueImport(desk.context, undefined), /No import is waiting/);
});

test('a folder of single transcripts is one run, goes on when files come, and can be split before', async () => {
  for (const id of ['t1', 't2', 't10']) desk.file(`petri/insecure/${id}.json`, petri(id, `I am ${id}.`));
  const folder = join(desk.folder, 'petri');
  let seen: ImportView | undefined;
  let parts: ImportView['files'] = [];
  desk.user.page = async (view, { confirm, split, applyPattern }) => {
    seen = view;
    parts = await split(view.files[0]?.path ?? '');
    const named = applyPattern('{group}/{run}.json');
    assert.equal(named.ok && named.names[parts[2]?.path ?? '']?.group, 'insecure');
    await confirm(answersOf(view));
    return true;
  };
  const first = await importTranscripts(desk.context, { paths: [folder], preview: true });
  assert.deepEqual(
    seen?.files.map(({ label, bundle }) => [label, bundle]),
    [['petri/insecure', { files: 3, splittable: true }]],
  );
  assert.match(seen?.files[0]?.description ?? '', /, 3 files$/);
  assert.deepEqual(
    parts.map(({ label, partOf }) => [label, partOf]),
    ['t1', 't2', 't10'].map((id) => [`petri/insecure/${id}.json`, join(folder, 'insecure')]),
  );
  const runId = first.runs[0]?.runId ?? 0;
  assert.equal(first.runs[0]?.kept, 3);
  assert.equal(desk.store.run(runId)?.fileCount, 4, 'the folder and its files');

  const again = await importTranscripts(desk.context, {
    paths: [folder],
    onDuplicate: 'continue',
    preview: false,
  });
  assert.deepEqual(again.runs, []);
  desk.file('petri/insecure/t11.json', petri('t11', 'I am new.'));
  const more = await importTranscripts(desk.context, {
    paths: [folder],
    onDuplicate: 'continue',
    preview: false,
  });
  assert.deepEqual(
    more.runs.map((run) => [run.runId, run.kept]),
    [[runId, 1]],
  );
  // A file of it alone is known to be in, and doesn't take the run's place.
  const alone = await importTranscripts(desk.context, { paths: [join(folder, 'insecure/t11.json')] });
  assert.deepEqual(alone.runs, []);
});

test('a split bundle becomes a run a file', async () => {
  for (const id of ['t1', 't2']) desk.file(`petri/${id}.json`, petri(id, `I am ${id}.`));
  desk.user.page = async (view, { confirm, split }) => {
    const files = await split(view.files[0]?.path ?? '');
    const answers = answersOf({ ...view, files, isStudy: true });
    await confirm({
      ...answers,
      files: answers.files.map((file) => ({ ...file, partOf: view.files[0]?.path ?? '' })),
    });
    return true;
  };
  const { runs, skipped } = await importTranscripts(desk.context, {
    paths: [join(desk.folder, 'petri')],
    preview: true,
  });
  assert.deepEqual(
    runs.map(({ name, kept }) => [name, kept]),
    [
      ['t1', 1],
      ['t2', 1],
    ],
  );
  assert.deepEqual(skipped, []);
});

test('a folder that is gone keeps its run, and says so', async () => {
  for (const id of ['t1', 't2']) desk.file(`petri/${id}.json`, petri(id, `I am ${id}.`));
  const { runs } = await importTranscripts(desk.context, {
    paths: [join(desk.folder, 'petri')],
    preview: false,
  });
  rmSync(join(desk.folder, 'petri'), { recursive: true });
  const went = await continueImport(desk.context, { runId: runs[0]?.runId });
  assert.match(went.skipped[0]?.reason ?? '', /isn’t there/);
  assert.equal(desk.store.run(runs[0]?.runId ?? 0)?.rowsKept, 2);
});
