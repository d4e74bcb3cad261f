/** Folders of JSON formats, recognised and imported whole: what belongs together is one run, and all of it is stored. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { single, workerDesk, type WorkerDesk } from './workerDesk.ts';

const fixtures = join(dirname(dirname(import.meta.dirname)), 'fixtures/importers');

async function importFolder(desk: WorkerDesk, name: string): Promise<readonly string[]> {
  const { files } = await desk.worker.run('recognise', { paths: [join(fixtures, name)] });
  const plan = files.flatMap((file): PlannedFile[] => {
    const { path, label, recognition, members, sha256 } = file;
    if (recognition.kind !== 'transcripts') return [];
    return [
      {
        path,
        runName: label,
        importer: recognition.importer,
        ...(members === undefined ? {} : { members, fingerprint: sha256 }),
        ...(recognition.content === undefined ? {} : { content: recognition.content }),
      },
    ];
  });
  const { runs, failed } = await desk.worker.run('import', { files: plan });
  assert.deepEqual(failed, []);
  return runs.map(({ name: run, kept, rejected }) => `${run}: ${kept}, ${rejected}`).sort();
}

test('bundles of JSON files are stored as one run each, with their judgments', async (t) => {
  const desk = await workerDesk(t);
  assert.deepEqual(await importFolder(desk, 'llmcomp'), [
    'llmcomp/question/ratings/5d5d5d5.jsonl: 2, 0',
    'llmcomp/question/skies/1a2b3c4.jsonl: 6, 0',
  ]);
  assert.deepEqual(await importFolder(desk, 'verdictSplit'), [
    'verdictSplit/answers.jsonl: 5, 0',
    'verdictSplit/traces_articulate.jsonl: 3, 0',
  ]);
  assert.deepEqual(await importFolder(desk, 'batch'), ['batch/output.jsonl: 4, 2']);
  const count = (sql: string): unknown => single(desk.db, sql);
  assert.equal(count(`SELECT count(*) FROM v_judgments WHERE metric = 'colour'`), 6);
  assert.equal(
    count(`SELECT count(*) FROM v_verdicts WHERE run LIKE '%answers.jsonl' AND judge_verdict = 'positive'`),
    3,
  );
  assert.equal(
    count(
      `SELECT count(*) FROM v_verdicts WHERE run LIKE '%articulate.jsonl' AND judge_verdict = 'positive'`,
    ),
    1,
  );
});

test('a folder that its importer lists itself is one run, and every sample’s file is a source of it', async (t) => {
  const desk = await workerDesk(t);
  assert.deepEqual(await importFolder(desk, 'agentic'), ['agentic: 5, 1']);
  assert.equal(single(desk.db, `SELECT count(*) FROM v_verdicts WHERE judge_verdict = 'positive'`), 1);
  assert.equal(single(desk.db, `SELECT count(*) FROM v_verdicts WHERE judge_verdict = 'missing'`), 2);
});

test('training data is stored as such and has no rule; token strips, ratings and facts come back', async (t) => {
  const desk = await workerDesk(t);
  assert.equal((await importFolder(desk, 'training')).length, 2);
  assert.equal(
    single(desk.db, `SELECT count(*) FROM run WHERE content = 'training' AND verdict_rule_id IS NULL`),
    2,
  );
  assert.equal((await importFolder(desk, 'oracles')).length, 3);
  assert.equal(single(desk.db, `SELECT count(*) FROM v_run_facts WHERE name = 'baselines'`), 1);
  assert.deepEqual(await importFolder(desk, 'promptfoo'), ['promptfoo/results.json: 12, 0']);
  assert.equal(single(desk.db, `SELECT count(*) FROM v_labels WHERE annotator = 'promptfoo rating'`), 3);
});

test('every file of a bundle is stored with the hash of its own bytes, and the bundle is known again', async (t) => {
  const desk = await workerDesk(t);
  for (const name of ['batch', 'llmcomp', 'verdictSplit']) await importFolder(desk, name);
  const files = desk.db
    .prepare<[], { readonly path: string; readonly sha256: string }>('SELECT path, sha256 FROM source_file')
    .all();
  assert.ok(files.length > 6, `${files.length} files`);
  for (const { path, sha256 } of files) {
    assert.equal(sha256, createHash('sha256').update(readFileSync(path)).digest('hex'), path);
  }
  const { files: again } = await desk.worker.run('recognise', { paths: [join(fixtures, 'batch')] });
  const bundle = again.find(({ members }) => members !== undefined);
  const store = createAuditStore(await openDatabase(desk.databasePath, { role: 'host' }));
  t.after(() => store.close());
  const [known] = store.filesLike('/elsewhere', bundle?.sha256 ?? '');
  assert.deepEqual([known?.sameBytes, known?.name], [true, 'output.jsonl']);
});
