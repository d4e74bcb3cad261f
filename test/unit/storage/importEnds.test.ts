import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStudy } from '../../../src/storage/importWriter.ts';
import { createLeaseOwner, isLeaseStale, LEASE_MS } from '../../../src/storage/queries/leases.ts';
import { checkCounts, checkIntegrity } from '../../../src/storage/recount.ts';
import { begin, importRun, imported, labelInput, rows, single, storageDesk } from './storageDesk.ts';

test('a file with a header and nothing else is an empty run that can be named', async (t) => {
  const { store, worker } = await storageDesk(t);
  const runId = importRun(worker, [], { file: { model: 'mistral', group: 'insecure' } });
  const [arm] = store.outline().arms;
  assert.deepEqual([arm?.runId, arm?.model, arm?.runStatus], [runId, 'mistral', 'complete']);
  assert.deepEqual(store.outline().leaves, []);
  assert.equal(single(worker.db, 'SELECT transcripts FROM v_runs'), 0);
});

test('a new version of a file replaces the old run in views and trees, keeps its labels and its study', async (t) => {
  const { store, worker } = await storageDesk(t);
  const studyId = createStudy(worker, { name: 'seeds', namePattern: '{model}' });
  const old = importRun(worker, rows(10), { studyId });
  store.appendLabel(labelInput(4, 'misaligned'));
  const transcripts = [...rows(10), imported(11)];
  const renewed = importRun(worker, transcripts, {
    file: { supersedes: old, runName: 'version 2' },
    sha256: 'c',
  });
  assert.deepEqual(
    store.outline().arms.map(({ runId, studyName }) => [runId, studyName]),
    [[renewed, 'seeds']],
  );
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_transcripts'), 11);
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_labels'), 1);
  assert.equal(store.transcriptRow(14)?.humanVerdict, 'positive');
  assert.deepEqual(store.transcriptIdByKey(store.transcript(4)?.key ?? { hash: '', ordinal: 0 }), 14);
  store.deleteRuns([renewed]);
  assert.deepEqual(
    store.outline().arms.map(({ runId }) => runId),
    [old],
    'without it the old one shows again',
  );
  store.restoreRuns([renewed]);
  assert.deepEqual(
    store.outline().arms.map(({ runId }) => runId),
    [renewed],
  );
});

test('a discarded import leaves nothing behind but the labels given meanwhile', async (t) => {
  const { store, worker } = await storageDesk(t);
  const tables = [
    'run',
    'study',
    'arm',
    'transcript',
    'turn',
    'part',
    'judgment',
    'prompt',
    'source_file',
    'import_problem',
    'leaf_summary',
  ];
  const studyId = createStudy(worker, { name: 'a study' });
  const writer = begin(worker, { studyId });
  const problem = { row: 1, line: 1, severity: 'error' as const, reason: 'r', excerpt: '' };
  for (let i = 0; i < 3; i += 1)
    writer.write(
      rows(1500, (row) => ({ row: i * 1500 + row, prompt: `${row % 5}` })),
      [problem],
    );
  assert.ok(Number(single(worker.db, 'SELECT count(*) FROM transcript')) > 2000);
  store.appendLabel(labelInput(10, 'misaligned'));
  await writer.discard();
  for (const table of tables) assert.equal(single(worker.db, `SELECT count(*) FROM ${table}`), 0, table);
  assert.equal(single(worker.db, 'SELECT count(*) FROM label_event'), 1);
  assert.equal(
    single(worker.db, "SELECT count(*) FROM transcript_fts WHERE transcript_fts MATCH 'answer'"),
    0,
  );
  assert.deepEqual(checkIntegrity(worker), []);
});

test('a stopped import that is kept is a run marked partial, with everything written so far', async (t) => {
  const { store, worker } = await storageDesk(t);
  const old = importRun(worker, rows(5));
  const writer = begin(worker, { file: { supersedes: old } });
  writer.write(rows(12), []);
  writer.keepPartial();
  assert.deepEqual(
    store.outline().arms.map(({ runId, runStatus }) => [runId, runStatus]),
    [
      [old, 'complete'],
      [writer.runId, 'partial'],
    ],
  );
  assert.equal(single(worker.db, 'SELECT transcripts FROM v_runs WHERE run_id = ?', writer.runId), 12);
  assert.deepEqual(checkCounts(worker), []);
});

test('an import whose process is gone, or that hangs, is adopted as partial; a living one is left alone', async (t) => {
  const { store, worker } = await storageDesk(t);
  const living = begin(worker);
  living.write(rows(1100), []);
  const dead = begin(worker, { leaseOwner: createLeaseOwner().replace(/\/\d+\//, '/4194999/') });
  dead.write(rows(1100), []);
  assert.deepEqual(store.adoptInterruptedImports(), [dead.runId]);
  assert.deepEqual(store.adoptInterruptedImports(), []);
  assert.equal(store.run(dead.runId)?.status, 'partial');
  assert.equal(store.run(dead.runId)?.files[0]?.rowsKept, 1100);
  assert.equal(store.run(living.runId)?.status, 'importing');
  const now = Date.now();
  assert.equal(isLeaseStale(createLeaseOwner(), now - LEASE_MS - 1, now), true);
  assert.equal(isLeaseStale(createLeaseOwner(), now, now), false);
  assert.equal(isLeaseStale('another machine/1/x', now - 1000, now), false);
  assert.equal(isLeaseStale(null, now, now), true);
});

test('after an import has ended it takes nothing more', async (t) => {
  const { worker } = await storageDesk(t);
  const writer = begin(worker);
  writer.finish();
  assert.throws(() => writer.write(rows(1), []), { kind: 'bug' });
});
