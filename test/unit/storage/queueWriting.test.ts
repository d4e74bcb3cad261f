import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditError } from '../../../src/core/errors.ts';
import type { FrameUnit } from '../../../src/core/queue.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { queueDefinition, queueFrame } from '../../../src/storage/queues/queueReader.ts';
import { answerIn, definition, items, QUEUE, responses, wave } from './queueDesk.ts';
import { all, importRun, rows, storageDesk } from './storageDesk.ts';

test('an extension adds its items behind the others, with the sizes and numbers of then', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  importRun(worker, rows(6));
  const stratum = (size: number, drawn: number) => ({ name: 'all', size, drawn, judged: {} });
  const inAll = <T>(list: readonly T[]): T[] => list.map((item) => ({ ...item, stratum: 'all' }));
  const writer = new QueueWriter(worker);
  const first = wave(0, inAll(items(store, [1, 2])), { strata: [stratum(6, 2)] });
  const queueId = await writer.define(definition([first], { purpose: 'sample' }), { runIds: [], frame: [] });
  store.appendLabel(answerIn(1, 1, 'aligned'));
  const unit = (id: number): FrameUnit => ({
    key: `t1-${store.transcript(id)?.key.hash ?? ''}-0`,
    stratum: 'all',
  });
  const second = wave(1, inAll(items(store, [3, 4, 5], 3)), { strata: [stratum(6, 5)] });
  await writer.addWave(QUEUE, second, { frame: [1, 2, 3, 4, 5, 6].map(unit) });
  await writer.addWave(QUEUE, second, { frame: [unit(1)] });
  assert.deepEqual(queueDefinition(worker.db, queueId).waves, [first, second]);
  assert.deepEqual(responses(desk, queueId), ['answered', null, null, null, null]);
  assert.deepEqual(store.queue(queueId)?.waves, 2);
  assert.equal([...queueFrame(worker.db, queueId)].length, 6);
  assert.deepEqual(
    all<{ p: number }>(worker.db, 'SELECT DISTINCT probability AS p FROM v_queue_items').map(({ p }) => p),
    [5 / 6],
  );
  await assert.rejects(
    writer.addWave('0'.repeat(26), second),
    (error: AuditError) => error.kind === 'not-found',
  );
  assert.deepEqual(checkIntegrity(worker), []);
});

test('a queue without items is not made', async (t) => {
  const { worker, store } = await storageDesk(t);
  const making = new QueueWriter(worker).define(definition([wave(0, [])]), null);
  await assert.rejects(making, /nothing to put into the queue “to read”/);
  assert.deepEqual(store.queues(), []);
});

test('two windows that write the same queue at once make one queue', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker, open } = desk;
  importRun(worker, rows(3000));
  const ids = Array.from({ length: 3000 }, (_, i) => i + 1);
  const given = definition([
    wave(0, items(store, ids.slice(0, 2000))),
    wave(1, items(store, ids.slice(2000), 2001)),
  ]);
  const second = await open('audit.db', { role: 'worker' });
  const made = await Promise.all([
    new QueueWriter(worker).define(given, null),
    new QueueWriter(second).define(given, null),
  ]);
  assert.equal(made[0], made[1]);
  assert.deepEqual(queueDefinition(worker.db, made[0]), given);
  assert.equal(store.queueProgress(made[0], 'kim').total, 3000);
  assert.deepEqual(checkIntegrity(worker), []);
});

test('a queue that was cut off while it was written shows nowhere, and is written whole the next time', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  importRun(worker, rows(4000));
  const given = definition([
    wave(
      0,
      items(
        store,
        Array.from({ length: 4000 }, (_, i) => i + 1),
      ),
    ),
  ]);
  const stopped = new AbortController();
  const cut = new QueueWriter(worker, { signal: stopped.signal }).define(given, null);
  stopped.abort();
  await assert.rejects(cut, (error: AuditError) => error.kind === 'cancelled');
  assert.deepEqual(store.queues(), []);
  assert.deepEqual(all(worker.db, 'SELECT * FROM v_queue_items'), []);
  const queueId = await new QueueWriter(worker).define(given, null);
  assert.equal(store.queue(queueId)?.items, 4000);
  assert.deepEqual(checkIntegrity(worker), []);
});
