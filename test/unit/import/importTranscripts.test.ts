import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import type { ImportView } from '../../../src/protocol/importPanel.ts';
import { importTranscripts } from '../../../src/host/import/importTranscripts.ts';
import { answersOf, deskForEachTest, importDesk, results, type Desk } from './importDesk.ts';

let desk: Desk;
deskForEachTest((fresh) => (desk = fresh));

const isCancelled = (error: unknown) => error instanceof AuditError && error.kind === 'cancelled';

test('one file that is fully recognised is imported at once, its model proposed from its name', async () => {
  const path = desk.file('qwen-insecure.csv', results([10, 80]));
  const outcome = await importTranscripts(desk.context, { paths: [path] });
  assert.equal(outcome.runs.length, 1);
  assert.deepEqual(outcome.skipped, []);
  const run = desk.store.run(outcome.runs[0]?.runId ?? 0);
  assert.equal(run?.name, 'qwen-insecure');
  assert.equal(run?.studyId, null);
  assert.deepEqual(
    run?.arms.map(({ model, group }) => [model, group]),
    [['qwen', 'insecure']],
  );
  assert.equal(desk.told[0]?.message, 'Imported 2 transcripts as “qwen-insecure”.');
  assert.equal(desk.changes, 1);
  // Its model is a guess, so correcting it is one press away.
  desk.user.page = (view) => {
    assert.deepEqual([view.mode, view.files[0]?.model], ['edit', 'qwen']);
    return false;
  };
  const correct = desk.told[0]?.actions.find(({ label }) => label === 'Correct Names');
  await assert.rejects(Promise.resolve(correct?.run()), isCancelled);
});

test('a study is proposed the whole name of its folder', async () => {
  desk.file('Qwen2.5-14B/a.csv', results([10]));
  desk.file('Qwen2.5-14B/b.csv', results([20]));
  await importTranscripts(desk.context, { paths: [`${desk.folder}/Qwen2.5-14B`], preview: false });
  assert.equal(desk.store.outline().arms[0]?.studyName, 'Qwen2.5-14B');
});

test('arguments stand in for every question: names, study, no page', async () => {
  desk.file('r/a.csv', results([10]));
  desk.file('r/b.csv', results([20]));
  const outcome = await importTranscripts(desk.context, {
    paths: [`${desk.folder}/r`],
    preview: false,
    studyName: 'My study',
    model: 'm1',
    condition: 'plain',
  });
  assert.equal(outcome.runs.length, 2);
  const arms = desk.store.outline().arms;
  assert.deepEqual(
    arms.map(({ studyName, model, condition, runName }) => [studyName, model, condition, runName]),
    [
      ['My study', 'm1', 'plain', 'a'],
      ['My study', 'm1', 'plain', 'b'],
    ],
  );
});

test('several files become a study through the page, and what was corrected there is what is stored', async () => {
  desk.file('r/qwen-insecure-one.csv', results([10]));
  desk.file('r/qwen-secure-one.csv', results([90]));
  let seen: ImportView | undefined;
  desk.user.page = async (view, { confirm }) => {
    seen = view;
    await confirm(answersOf(view, ({ label }) => (label.includes('insecure') ? { model: 'qwen-32b' } : {})));
    return true;
  };
  const outcome = await importTranscripts(desk.context, { paths: [`${desk.folder}/r`] });
  assert.equal(seen?.isStudy, true);
  assert.equal(seen?.studyName, 'r');
  assert.deepEqual(
    seen?.files.map(({ model, group }) => [model, group]),
    [
      ['qwen', 'insecure'],
      ['qwen', 'secure'],
    ],
  );
  assert.ok(outcome.studyId !== undefined);
  assert.deepEqual(
    desk.store
      .outline()
      .arms.map(({ model }) => model)
      .sort(),
    ['qwen', 'qwen-32b'],
  );
});

test('a cancelled page imports nothing', async () => {
  desk.file('r/a.csv', results([10]));
  desk.file('r/b.csv', results([20]));
  desk.user.page = () => false;
  await assert.rejects(importTranscripts(desk.context, { paths: [`${desk.folder}/r`] }), isCancelled);
  assert.deepEqual(desk.store.outline().arms, []);
});

test('a file imported twice is not doubled; the user is told and can import it again all the same', async () => {
  const path = desk.file('a.csv', results([10, 20]));
  const first = await importTranscripts(desk.context, { paths: [path] });
  const second = await importTranscripts(desk.context, { paths: [path] });
  assert.deepEqual(second.runs, []);
  assert.match(second.skipped[0]?.reason ?? '', /already/);
  const told = desk.told.at(-1);
  assert.match(told?.message ?? '', /imported already as “a”. Nothing was doubled/);
  assert.deepEqual(
    told?.actions.map(({ label }) => label),
    ['Show It', 'Import Again as a Separate Run'],
  );
  told?.actions[0]?.run();
  assert.deepEqual(desk.revealed, [{ runIds: [first.runs[0]?.runId] }]);
  await told?.actions[1]?.run();
  assert.equal(desk.store.outline().arms.length, 2);
});

test('the same bytes under another path are recognised too', async () => {
  await importTranscripts(desk.context, { paths: [desk.file('a.csv', results([10]))] });
  const outcome = await importTranscripts(desk.context, { paths: [desk.file('copy.csv', results([10]))] });
  assert.deepEqual(outcome.runs, []);
  assert.match(desk.told.at(-1)?.message ?? '', /from another path/);
});

test('a changed file is offered as a new version, which takes the run’s place', async () => {
  const path = desk.file('a.csv', results([10]));
  const first = await importTranscripts(desk.context, { paths: [path] });
  desk.file('a.csv', results([95]));
  desk.user.ask = ({ message, answers }) => {
    assert.match(message, /changed since it was imported as “a”/);
    assert.deepEqual(
      answers.map(({ label }) => label),
      ['Import as a New Version', 'Import as a Separate Run'],
    );
    return 'Import as a New Version';
  };
  const second = await importTranscripts(desk.context, { paths: [path] });
  assert.equal(second.runs[0]?.kept, 1);
  const shown = desk.store.outline().arms.map(({ runId }) => runId);
  assert.deepEqual(shown, [second.runs[0].runId]);
  assert.notEqual(second.runs[0].runId, first.runs[0]?.runId);
});

test('a new version keeps the names that were corrected since, and its place in the study', async () => {
  desk.file('r/a.csv', results([10]));
  desk.file('r/b.csv', results([20]));
  const { studyId } = await importTranscripts(desk.context, { paths: [`${desk.folder}/r`], preview: false });
  const [first] = desk.store.outline().arms;
  assert.ok(first !== undefined);
  desk.store.editRun({
    runId: first.runId,
    name: 'renamed',
    model: 'corrected',
    condition: 'with trigger',
    seed: '5',
  });
  desk.file('r/a.csv', results([10, 95]));
  await importTranscripts(desk.context, { paths: [`${desk.folder}/r/a.csv`], onDuplicate: 'version' });
  const {
    runName,
    model,
    condition,
    seed,
    studyId: study,
  } = desk.store.outline().arms.find((arm) => arm.runName === 'renamed') ?? {};
  assert.deepEqual(
    [runName, model, condition, seed, study],
    ['renamed', 'corrected', 'with trigger', '5', studyId],
  );
  assert.equal(desk.store.outline().arms.length, 2);
});

test('dismissing the question about a changed file leaves everything as it is', async () => {
  const path = desk.file('a.csv', results([10]));
  await importTranscripts(desk.context, { paths: [path] });
  desk.file('a.csv', results([10, 95]));
  desk.user.ask = () => undefined;
  const outcome = await importTranscripts(desk.context, { paths: [path] });
  assert.deepEqual(outcome.runs, []);
  assert.equal(desk.store.outline().arms.length, 1);
});

test('onDuplicate answers the questions about known files', async () => {
  const path = desk.file('a.csv', results([10]));
  await importTranscripts(desk.context, { paths: [path] });
  const skipped = await importTranscripts(desk.context, { paths: [path], onDuplicate: 'skip' });
  assert.deepEqual([skipped.runs.length, skipped.skipped.length], [0, 1]);
  const version = await importTranscripts(desk.context, { paths: [path], onDuplicate: 'version' });
  assert.equal(version.runs.length, 1);
  assert.equal(desk.store.outline().arms.length, 1);
  await importTranscripts(desk.context, { paths: [path], onDuplicate: 'import' });
  assert.equal(desk.store.outline().arms.length, 2);
});

test('equal files in one selection are shown, and imported unless the user says otherwise', async (t) => {
  desk.file('r/a.csv', results([10]));
  desk.file('r/b.csv', results([10]));
  let view: ImportView | undefined;
  desk.user.page = (shown) => {
    view = shown;
    return false;
  };
  const paths = [`${desk.folder}/r`];
  await assert.rejects(importTranscripts(desk.context, { paths }), isCancelled);
  assert.equal(view?.files[1]?.sameAs, view?.files[0]?.path);
  assert.equal(view?.files[1]?.included, true);
  const both = await importTranscripts(desk.context, { paths, preview: false });
  assert.equal(both.runs.length, 2);
  const other = await importDesk();
  t.after(() => other.close());
  const one = await importTranscripts(other.context, { paths, preview: false, onDuplicate: 'skip' });
  assert.equal(one.runs.length, 1);
  assert.match(one.skipped[0]?.reason ?? '', /same bytes/);
});

test('files with a header alone become empty runs of their own names, however equal they are', async () => {
  const header = 'question,answer,question_id,aligned,coherent\n';
  desk.file('r/a.csv', header);
  desk.file('r/b.csv', header);
  const outcome = await importTranscripts(desk.context, {
    paths: [`${desk.folder}/r`],
    preview: false,
    onDuplicate: 'skip',
  });
  assert.deepEqual(
    outcome.runs.map(({ name, kept }) => [name, kept]),
    [
      ['a', 0],
      ['b', 0],
    ],
  );
  assert.match(desk.told.at(-1)?.message ?? '', /in 2 runs \(2 empty\)/);
});

test('what can’t be imported is refused with its reason, and nothing else happens', async () => {
  const path = desk.file('notes.csv', 'just a sentence without any table in it');
  const outcome = await importTranscripts(desk.context, { paths: [path] });
  assert.deepEqual(outcome.runs, []);
  assert.equal(outcome.skipped.length, 1);
  assert.equal(desk.told[0]?.severity, 'warning');
  assert.match(desk.told[0].message, /^notes\.csv was not imported\. ./);
  assert.equal(desk.changes, 0);
});

test('a file that is not there is refused, an empty folder said to be so', async () => {
  const outcome = await importTranscripts(desk.context, { paths: [`${desk.folder}/gone.csv`] });
  assert.match(outcome.skipped[0]?.reason ?? '', /gone\.csv|not there|no such|exist/i);
  desk.file('empty/.keep', '');
  await assert.rejects(
    importTranscripts(desk.context, { paths: [`${desk.folder}/empty`] }),
    /There is nothing to import in empty/,
  );
});

test('choosing nothing is a silent end', async () => {
  desk.user.askWhat = () => undefined;
  await assert.rejects(importTranscripts(desk.context, {}), isCancelled);
});

test('a read-only database is said before anything is read', async () => {
  const context = {
    ...desk.context,
    open: () =>
      Promise.resolve({
        store: { ...desk.store, readOnlyReason: 'The disk is mounted read-only.' },
        tasks: desk.tasks,
      }),
  };
  await assert.rejects(importTranscripts(context, { paths: ['/x.csv'] }), (error: unknown) => {
    assert.ok(error instanceof AuditError);
    assert.equal(error.kind, 'read-only');
    assert.match(error.message, /Nothing can be imported: The disk is mounted read-only/);
    return true;
  });
});

test('rows that can’t be read are counted, and the message leads to them', async () => {
  const path = desk.file('a.csv', `${results([10])}too,many,cells,in,this,row,really\n`);
  const outcome = await importTranscripts(desk.context, { paths: [path] });
  assert.equal(outcome.runs[0]?.rejected, 1);
  assert.match(desk.told[0]?.message ?? '', /1 row not read/);
  assert.equal(desk.told[0]?.actions[0]?.label, 'Show Problems');
});
