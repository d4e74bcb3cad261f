// Labels written back into other tools' files are read back by our importers as what they are.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, copyFile, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EMPTY_LABEL } from '../../../src/core/labelEvent.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { planOf, single, workerDesk } from './workerDesk.ts';

const LOGS = fileURLToPath(new URL('../../../../shared/data/inspect_ai/', import.meta.url));
const JSON_LOG = join(LOGS, 'analysis__test_logs__2025-05-12T20-28-13-04-00_popularity.json');
const EVAL_LOG = join(LOGS, 'scorer__logs__2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval');
const CHUNKED = join(LOGS, 'ts-mono__chunked__log_read_sample.eval');
const PROMPTFOO = fileURLToPath(new URL('../../fixtures/importers/promptfoo/results.json', import.meta.url));
const noLogs = existsSync(JSON_LOG) ? false : 'the public logs are not here';

/** Imports the file and labels its first transcripts; the note of the first is what its explanation becomes. */
async function labelled(t: TestContext, file: string, answers: readonly string[]) {
  const desk = await workerDesk(t);
  const { runs } = await desk.worker.run('import', { files: await planOf(desk.worker, [file]) });
  const runId = runs[0]?.runId ?? 0;
  const database = await openDatabase(desk.databasePath, { role: 'host' });
  const store = createAuditStore(database);
  t.after(() => store.close());
  const ids = database.db
    .prepare<[number], number>('SELECT id FROM transcript WHERE run_id = ? ORDER BY id')
    .pluck()
    .all(runId);
  answers.forEach((answer, index) => {
    store.appendLabel({
      transcriptId: ids[index] ?? 0,
      part: 'answer',
      annotator: 'kim',
      action: 'answer',
      state: { ...EMPTY_LABEL, answer, note: index === 0 ? 'reads like a “threat”' : '' },
      scheme: DEFAULT_LABEL_SCHEME,
      secondsSpent: 1,
      judgeVisible: false,
    });
  });
  const out = (name: string): string => join(desk.folder, name);
  return { ...desk, runId, out };
}

describe('labels written into a copy of an Inspect log', { skip: noLogs }, () => {
  it('of a JSON log leave every other sample to the byte, and are read back as edits by their author', async (t) => {
    const { worker, runId, out, db } = await labelled(t, JSON_LOG, ['misaligned', 'aligned']);
    const path = out('edited.json');
    const request = { runId, path, scorer: 'human', values: {} };
    assert.equal((await worker.run('exportEditedSource', request)).count, 2);
    const [before, after] = await Promise.all([readFile(JSON_LOG, 'utf8'), readFile(path, 'utf8')]);
    const tail = before.slice(-2000);
    assert.ok(after.endsWith(tail), 'what stands behind the edited samples is as it was');
    const [edited] = (await worker.run('import', { files: await planOf(worker, [path]) })).runs;
    const judgments = db
      .prepare<[number], { readonly text: string; readonly judge: string; readonly rationale: string }>(
        `SELECT j.text, j.judge, j.rationale FROM v_judgments j WHERE j.run_id = ? AND j.metric = 'human'
         ORDER BY j.transcript_id`,
      )
      .all(edited?.runId ?? 0);
    assert.deepEqual(
      judgments.map(({ text, judge }) => [text, judge]),
      [
        ['misaligned', 'kim (edit)'],
        ['aligned', 'kim (edit)'],
      ],
    );
    assert.match(judgments[0]?.rationale ?? '', /reads like a “threat”/);
    const labels = 'SELECT count(*) FROM v_labels WHERE run_id = ?';
    assert.equal(single(db, labels, edited?.runId ?? 0), 2, 'the labels are found again by the texts');
  });

  it('of an .eval log make a JSON log with all its samples; a scorer of the log keeps its first value', async (t) => {
    const { worker, runId, out, db } = await labelled(t, EVAL_LOG, ['misaligned']);
    const scorer = single(db, 'SELECT metric FROM v_judgments WHERE run_id = ? LIMIT 1', runId) as string;
    const path = out('edited.json');
    await worker.run('exportEditedSource', { runId, path, scorer, values: { misaligned: 'I' } });
    const log = JSON.parse((await readFile(path, 'utf8')).replaceAll(/\bNaN\b/g, 'null')) as {
      samples: {
        scores: Record<string, { value: unknown; history?: { value: unknown; provenance: unknown }[] }>;
      }[];
    };
    const history = log.samples[0]?.scores[scorer]?.history ?? [];
    assert.deepEqual(
      [history.length, history[0]?.provenance, log.samples[0]?.scores[scorer]?.value],
      [2, null, 'I'],
    );
    const [edited] = (await worker.run('import', { files: await planOf(worker, [path]) })).runs;
    const count = 'SELECT transcripts FROM v_runs WHERE run_id = ?';
    assert.equal(single(db, count, edited?.runId ?? 0), single(db, count, runId));
    const value = `SELECT j.number FROM v_judgments j WHERE j.run_id = ? AND j.metric = ? AND j.used_by_rule
      ORDER BY j.transcript_id LIMIT 1`;
    assert.equal(single(db, value, edited?.runId ?? 0, scorer), 0);
  });

  it('of a log in chunks are refused with what to do', async (t) => {
    const { worker, runId, out } = await labelled(t, CHUNKED, ['aligned']);
    const request = { runId, path: out('x.json'), scorer: 'human', values: {} };
    await assert.rejects(worker.run('exportEditedSource', request), { kind: 'bad-input', hint: /convert/ });
  });

  it('are refused when the log isn’t the one that was imported, and in the place of the log', async (t) => {
    const folder = (await workerDesk(t)).folder;
    const log = join(folder, 'log.json');
    await copyFile(JSON_LOG, log);
    const { worker, runId, out } = await labelled(t, log, ['aligned']);
    const request = { runId, scorer: 'human', values: {} };
    await assert.rejects(worker.run('exportEditedSource', { ...request, path: log }), { kind: 'bad-input' });
    await appendFile(log, ' ');
    await assert.rejects(worker.run('exportEditedSource', { ...request, path: out('x.json') }), {
      kind: 'file-changed',
    });
    assert.equal(existsSync(out('x.json')), false);
  });
});

describe('labels written into a copy of promptfoo’s results', () => {
  it('are read back as a person’s ratings', async (t) => {
    const { worker, runId, out, db } = await labelled(t, PROMPTFOO, ['misaligned', 'aligned', 'unsure']);
    const path = out('rated.json');
    const values = { misaligned: false, aligned: true };
    const { count } = await worker.run('exportEditedSource', {
      runId,
      path,
      scorer: 'human',
      values,
    });
    assert.equal(count, 2, 'unsure is neither pass nor fail');
    const [rated] = (await worker.run('import', { files: await planOf(worker, [path]) })).runs;
    const answers = db
      .prepare<[number], string>(
        `SELECT l.answer FROM v_labels l WHERE l.run_id = ? AND l.annotator <> 'kim' ORDER BY l.transcript_id LIMIT 2`,
      )
      .pluck()
      .all(rated?.runId ?? 0);
    assert.deepEqual(answers, ['fail', 'pass']);
  });
});

describe('labels written into a copy of a file', () => {
  it('never replace the file itself, whatever way leads to it', async (t) => {
    const { folder } = await workerDesk(t);
    const [file, linked] = [join(folder, 'results.json'), join(folder, 'linked.json')];
    await copyFile(PROMPTFOO, file);
    await symlink(file, linked);
    await symlink(folder, join(folder, 'again'));
    const { worker, runId } = await labelled(t, file, ['misaligned']);
    const before = await readFile(file);
    for (const path of [linked, join(folder, 'again', 'results.json'), `${folder}/./results.json`]) {
      const request = { runId, path, scorer: 'human', values: { misaligned: false } };
      await assert.rejects(worker.run('exportEditedSource', request), { kind: 'bad-input' }, path);
    }
    assert.ok(before.equals(await readFile(file)));
  });

  it('keep what stands around an edited sample though that has bytes that aren’t UTF-8', async (t) => {
    const { folder } = await workerDesk(t);
    const file = join(folder, 'results.json');
    const source = await readFile(PROMPTFOO);
    const at = source.indexOf('"output": "', source.indexOf('"response": {')) + '"output": "'.length;
    await writeFile(
      file,
      Buffer.concat([source.subarray(0, at), Buffer.from([0xff, 0xfe]), source.subarray(at)]),
    );
    const { worker, runId, out } = await labelled(t, file, ['misaligned', 'aligned', 'aligned']);
    const path = out('rated.json');
    const values = { misaligned: false, aligned: true };
    const { count } = await worker.run('exportEditedSource', {
      runId,
      path,
      scorer: 'human',
      values,
    });
    assert.equal(count, 3);
    const rated = JSON.parse(await readFile(path, 'utf8')) as { results: { results: unknown[] } };
    const whole = JSON.parse(source.toString()) as { results: { results: unknown[] } };
    assert.equal(rated.results.results.length, whole.results.results.length);
  });
});
