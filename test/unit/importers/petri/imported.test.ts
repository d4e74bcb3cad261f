// A folder of audits and an evaluation, through the worker into a database.
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createAuditStore } from '../../../../src/storage/sqliteStore.ts';
import { openDatabase } from '../../../../src/storage/openDatabase.ts';
import { planOf, single, workerDesk } from '../../worker/workerDesk.ts';
import { fixture } from '../readAll.ts';

test('a folder of Petri’s and Bloom’s files becomes a run each, with branches, citations, facts and the tool’s rate', async (t) => {
  const { worker, folder, databasePath, db } = await workerDesk(t);
  const results = join(folder, 'results');
  await cp(fixture('petri'), join(results, 'audits'), { recursive: true });
  await cp(fixture('bloom'), join(results, 'evaluation'), { recursive: true });
  const files = await planOf(worker, [results]);
  assert.deepEqual(files.map(({ runName, importer }) => [runName, importer]).sort(), [
    ['results/audits', 'petri'],
    ['results/evaluation', 'bloom'],
  ]);
  const outcome = await worker.run('import', { files });
  assert.deepEqual(outcome.failed, []);
  assert.deepEqual(outcome.runs.map(({ name, kept, rejected }) => [name, kept, rejected]).sort(), [
    ['results/audits', 5, 0],
    ['results/evaluation', 5, 0],
  ]);

  const rate = db
    .prepare(
      'SELECT positive, negative, missing, rate_denominator, source_files FROM v_runs WHERE importer = ?',
    )
    .get('bloom');
  assert.deepEqual(
    { ...(rate as object) },
    {
      positive: 3,
      negative: 0,
      missing: 2,
      rate_denominator: 3,
      source_files: 7,
    },
  );
  assert.equal(single(db, "SELECT count(*) FROM v_run_facts WHERE name = 'reportedMetrics'"), 1);

  const host = await openDatabase(databasePath, { role: 'host' });
  const store = createAuditStore(host);
  t.after(() => store.close());
  const id = single(
    db,
    "SELECT transcript_id FROM v_transcripts WHERE model = 'maker/grower-large'",
  ) as number;
  assert.deepEqual(
    store.branches(id).map(({ index, view, shared, turnCount }) => [index, view, shared, turnCount]),
    [
      [1, 'target', 4, 5],
      [2, 'auditor', 0, 1],
      [3, 'judge', 0, 3],
      [4, 'combined', 5, 5],
    ],
  );
  assert.deepEqual(
    store.branchTurns(id, 1, 3, 5).map(({ role, raw }) => [role, raw.slice(0, 10)]),
    [
      ['tool', '{"role":"t'],
      ['assistant', 'We sold a '],
    ],
  );
  const transcript = store.transcript(id);
  assert.equal(transcript?.judgments.length, 3);
  assert.equal(transcript.judgments.find(({ metric }) => metric === 'deception')?.citations?.length, 3);

  const again = await planOf(worker, [results]);
  assert.equal(again.length, 2);
});
