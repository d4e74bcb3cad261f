// What becomes of labels in queues when the clock lies or the disk is full. (Kills: processes.test.ts.)
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { labelSource } from '../../../src/storage/exportSources.ts';
import { EventMerger } from '../../../src/storage/labels/mergeEvents.ts';
import { queueDefinition } from '../../../src/storage/queues/queueReader.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { answerIn, definition, items, QUEUE, queueOf, responses, wave } from './queueDesk.ts';
import { noSmallDisk, smallDisk } from './smallDisk.ts';
import { importRun, labelInput, rows, single, storageDesk } from './storageDesk.ts';
import { redo, undo } from './undoActs.ts';

test('a clock that was set back changes nothing: labels, undo, responses and order go by sequence and parent', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker, open } = desk;
  const queueId = await queueOf(desk, 3);
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2030-06-01T12:00:00Z') });
  store.appendLabel(answerIn(1, 1, 'aligned'));
  store.appendLabel(answerIn(2, 2, '', { action: 'skip' }));
  t.mock.timers.setTime(Date.parse('2001-01-01T00:00:00Z'));
  store.appendLabel(answerIn(1, 1, 'misaligned'));
  store.appendLabel(labelInput(1, 'unsure', { annotator: 'ada' }));
  const { history, current } = store.labels(1);
  const mine = history.filter(({ annotator }) => annotator === 'kim');
  assert.deepEqual(
    mine.map(({ state: { answer } }) => answer),
    ['aligned', 'misaligned'],
  );
  assert.ok((mine[0]?.time ?? '') > (mine[1]?.time ?? ''), 'the times lie');
  assert.equal(current.find(({ annotator }) => annotator === 'kim')?.state.answer, 'misaligned');
  assert.deepEqual(responses(desk, queueId), ['answered', 'skipped', null]);
  assert.equal(
    single(worker.db, 'SELECT answer FROM v_queue_answers WHERE place = 1'),
    'aligned',
    'the first',
  );
  assert.equal(undo(store), 1);
  assert.equal(undo(store), 2);
  assert.deepEqual(responses(desk, queueId), ['answered', null, null]);
  assert.equal(redo(store), 2);
  const other = await open('other.db', { role: 'worker' });
  importRun(other, rows(3));
  const merger = new EventMerger(other);
  const { schemes, events } = labelSource(worker);
  await merger.addEvents([...events].reverse());
  await merger.addQueue(queueDefinition(worker.db, QUEUE));
  await merger.addSchemes(schemes);
  const there = createAuditStore(other);
  assert.deepEqual(there.labels(1), store.labels(1));
  assert.deepEqual(responses({ ...desk, store: there }, 1), responses(desk, queueId));
  assert.deepEqual(checkIntegrity(other), []);
});

test(
  'a full disk refuses a label in a queue whole, and a queue whole; both go once there is room',
  { skip: noSmallDisk },
  async (t) => {
    const disk = smallDisk(t, 4000);
    const host = await disk.open();
    const worker = await disk.open('worker');
    importRun(worker, rows(300));
    const store = createAuditStore(host);
    const ids = Array.from({ length: 300 }, (_, i) => i + 1);
    const first = definition([wave(0, items(store, ids.slice(0, 30)))]);
    const queueId = await new QueueWriter(worker).define(first, null);
    const second = wave(1, items(store, ids.slice(30), 31));
    const filler = join(disk.path, 'filler');
    fill(filler);
    let saved = 0;
    const isFull = (error: unknown): boolean => error instanceof AuditError && error.kind === 'disk-full';
    assert.throws(() => {
      for (; saved < 30; saved += 1) store.appendLabel(answerIn(saved + 1, saved + 1, 'aligned'));
    }, isFull);
    await assert.rejects(new QueueWriter(worker).addWave(QUEUE, second), isFull);
    const progress = (): readonly number[] => {
      const { total, answered } = store.queueProgress(queueId, 'kim');
      return [total, answered];
    };
    assert.deepEqual(progress(), [30, saved]);
    rmSync(filler);
    assert.deepEqual(checkIntegrity(host), []);
    store.appendLabel(answerIn(saved + 1, saved + 1, 'aligned'));
    await new QueueWriter(worker).addWave(QUEUE, second);
    assert.deepEqual(progress(), [300, saved + 1]);
    assert.deepEqual(checkIntegrity(host), []);
  },
);

function fill(path: string): void {
  for (const size of [100_000, 10_000, 1000, 100]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full for this size; the next smaller one fills the rest.
    }
  }
}
