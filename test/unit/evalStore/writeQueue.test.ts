import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { WriteQueue } from '../../../src/storage/evals/writeQueue.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import { createYieldFlag, retryWhenBusy } from '../../../src/storage/retryWhenBusy.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { all, importRun, labelInput, rows, scored, single, storageDesk } from '../storage/storageDesk.ts';
import { call, evalDesk, item, launchSpec, ONCE, reply, SOURCE } from './evalDesk.ts';

const KEYS = `SELECT key FROM meta WHERE key GLOB 'q*' ORDER BY key`;

test('writes handed over in one turn share a transaction, in order, and one that fails is undone alone', async (t) => {
  const { worker } = await storageDesk(t);
  let undone = 0;
  const queue = new WriteQueue(worker, undefined, () => (undone += 1));
  worker.db.exec('CREATE TABLE seen (id INTEGER PRIMARY KEY, what TEXT)');
  const insert = worker.db.prepare<[string]>('INSERT INTO seen (what) VALUES (?)');
  const during: boolean[] = [];
  const work = (what: string) => () => {
    during.push(worker.db.inTransaction);
    insert.run(what);
    if (what === 'two') throw new Error('no two');
    return what;
  };
  const outcomes = await Promise.allSettled(['one', 'two', 'three'].map((what) => queue.add(work(what))));
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed')),
    ['one', 'failed', 'three'],
  );
  assert.deepEqual(
    all(worker.db, 'SELECT what FROM seen ORDER BY id').map(({ what }) => what),
    ['one', 'three'],
  );
  assert.deepEqual(during, [true, true, true]);
  assert.equal(undone, 1);
});

test('a lock that another connection holds is waited for without blocking, and nothing is lost', async (t) => {
  const { worker, host } = await storageDesk(t);
  worker.db.pragma('busy_timeout = 2');
  const queue = new WriteQueue(worker, createYieldFlag(), () => undefined);
  host.db.exec('BEGIN IMMEDIATE');
  const insert = worker.db.prepare<[string]>("INSERT INTO meta (key, value) VALUES (?, '')");
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 1);
  const done = Promise.all([1, 2, 3].map((n) => queue.add(() => insert.run(`q${n}`))));
  // A queue that blocked would let nothing turn, this test neither.
  while (turns <= 5) await delay(5);
  host.db.exec('COMMIT');
  await done;
  clearInterval(ticking);
  assert.equal(all(worker.db, KEYS).length, 3);
});

test('while a label waits, the queue stops after each thing, gives way, and goes on when it is saved', async (t) => {
  const { store, worker, host } = await storageDesk(t);
  importRun(worker, rows(3));
  const flag = createYieldFlag();
  const queue = new WriteQueue(worker, flag, () => undefined);
  const insert = worker.db.prepare<[string]>("INSERT INTO meta (key, value) VALUES (?, '')");
  Atomics.add(flag, 0, 1);
  const started = performance.now();
  const writes = Array.from({ length: 500 }, (_, n) => queue.add(() => insert.run(`q${n}`)));
  await writes[0];
  assert.ok(performance.now() - started > 45, 'it gave way first, for 50 ms at most');
  assert.equal(all(host.db, KEYS).length, 1, 'one thing, then the lock is free');
  store.appendLabel(labelInput(1, 'aligned'));
  Atomics.sub(flag, 0, 1);
  await Promise.all(writes);
  assert.equal(all(host.db, KEYS).length, 500);
  // The way a host really does it: it meets the lock, raises the flag, and has its turn before the queue is empty.
  const order: string[] = [];
  const more = Array.from({ length: 3000 }, (_, n) =>
    queue.add(() => insert.run(`q more ${n}`)).then(() => order.push('write')),
  );
  await delay(1);
  const label = retryWhenBusy(() => store.appendLabel(labelInput(2, 'aligned')), flag);
  await Promise.all([...more, label.then(() => order.push('label'))]);
  assert.ok(order.indexOf('label') < 2999, 'the label came before the end');
});

test('5,000 items with judgments are stored once each, in order, and counted', async (t) => {
  const { evals, worker, store } = await evalDesk(t);
  const { launchId, runId } = await evals.begin(launchSpec(), SOURCE);
  const judge = { name: 'aligned', kind: 'class' } as const;
  const finished = Array.from({ length: 5000 }, async (_, i) => {
    const one = item(i + 1);
    const { transcriptId } = await evals.finishItem(launchId, one);
    await evals.addJudgments(
      launchId,
      transcriptId,
      [scored('aligned', i % 100, judge), scored('coherent', 90, judge)],
      [],
    );
    return transcriptId;
  });
  const ids = await Promise.all(finished);
  assert.equal(new Set(ids).size, 5000);
  assert.equal(evals.storedItems(runId).size, 5000);
  assert.deepEqual(
    all(worker.db, 'SELECT sample AS n FROM transcript ORDER BY leaf_seq').map(({ n }) => n),
    Array.from({ length: 5000 }, (_, i) => i + 1),
  );
  const positive = store.outline().leaves.filter(({ judgeVerdict }) => judgeVerdict === 'positive');
  assert.equal(positive[0]?.n, 1500);
  assert.deepEqual(checkIntegrity(worker), []);
  await evals.close();
});

test('a failed call is listed, cleared, and asked again; an answered one is not', async (t) => {
  const { evals } = await evalDesk(t);
  const { launchId, runId } = await evals.begin(launchSpec(), SOURCE);
  const { itemKey } = item(1);
  await evals.sent(launchId, call(itemKey));
  await evals.failed(launchId, call(itemKey), { kind: 'server', message: 'down', status: 503 }, 3);
  assert.deepEqual([...evals.failedItems(runId)], [itemKey]);
  assert.deepEqual(evals.totals(runId).failures, { server: 1 });
  await evals.clearFailures(runId, [itemKey]);
  assert.deepEqual([...evals.failedItems(runId)], []);
  assert.deepEqual(evals.calls(runId, itemKey), []);
  await evals.sent(launchId, call(itemKey));
  await evals.answered(launchId, call(itemKey), reply('owl'), ONCE);
  await evals.answered(launchId, call(itemKey), reply('another'), ONCE);
  assert.equal(evals.calls(runId, itemKey)[0]?.reply?.text, 'owl', 'the first answer stays');
  await assert.rejects(evals.sent(launchId, call(itemKey)), { kind: 'bug' });
  assert.deepEqual(evals.totals(runId, launchId), {
    answered: 1,
    failed: 0,
    askedAgain: 0,
    promptTokens: 10,
    completionTokens: 5,
    cost: 0.5,
    failures: {},
  });
  await evals.cacheReply('k', reply('cached'));
  assert.equal(evals.cachedReply('k')?.text, 'cached');
  await evals.close();
});

test('batches keep their calls, and deleting a run for good leaves nothing of its launches', async (t) => {
  const { evals, worker } = await evalDesk(t);
  const { launchId, runId } = await evals.begin(launchSpec({ mode: 'batch' }), SOURCE);
  const calls = [1, 2, 3].map((key) => call(item(key).itemKey));
  const draft = {
    launchId,
    endpoint: 'local',
    remoteId: null,
    inputFile: null,
    remoteStatus: '',
    requests: 3,
  };
  const batch = await evals.saveBatch({ ...draft, state: 'preparing' }, calls);
  await evals.saveBatch({ ...batch, remoteId: 'b-1', state: 'waiting' });
  assert.equal(evals.callsOfBatch(batch.batchId).length, 3);
  await evals.answered(launchId, calls[0] ?? call(''), reply('owl'), ONCE);
  assert.equal(evals.callsOfBatch(batch.batchId).length, 2);
  assert.equal(evals.batches(launchId)[0]?.remoteId, 'b-1');
  await evals.finishItem(launchId, item(1));
  await evals.faulted?.(launchId, { endpoint: 'local', model: 'm', kind: 'rate-limit' });
  await evals.close();
  await purgeRuns(worker, [runId]);
  for (const table of ['run', 'launch', 'launch_spec', 'call', 'batch', 'fault_minute', 'transcript']) {
    assert.equal(single(worker.db, `SELECT count(*) FROM ${table}`), 0, table);
  }
  assert.deepEqual(checkIntegrity(worker), []);
});
