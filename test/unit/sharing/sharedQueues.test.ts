import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { NOTHING_HIDDEN } from '../../../src/core/blindness.ts';
import type { QueueDefinition, QueueItem } from '../../../src/core/queue.ts';
import { newEventId } from '../../../src/storage/labels/eventId.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { all, labelInput } from '../storage/storageDesk.ts';
import { publicLabels, sharingDesk, type Machine } from './sharingDesk.ts';

const NOW = '2026-05-02T10:00:00.000Z';

/** A shuffled list of the machine's first transcripts, made by its user. */
function queueOf({ name, store }: Machine, from: number, count: number): QueueDefinition {
  return {
    uid: newEventId(),
    name: `audit by ${name}`,
    purpose: 'list',
    description: 'twelve transcripts',
    design: null,
    seed: 'seed',
    order: 'shuffled',
    blind: { ...NOTHING_HIDDEN, judge: true },
    masks: [],
    assignment: null,
    runNames: ['results'],
    rule: '',
    createdAt: NOW,
    createdBy: name,
    waves: [{ wave: 0, createdAt: NOW, createdBy: name, strata: [], items: itemsOf(store, from, count) }],
  };
}

function itemsOf(store: Machine['store'], from: number, count: number): readonly QueueItem[] {
  return Array.from({ length: count }, (_, i) => ({
    place: from + i,
    key: store.transcript(from + i)?.key ?? { hash: '', ordinal: 0 },
    stratum: '',
    assigned: [],
    repeatOf: null,
  }));
}

describe('queues in a shared folder', () => {
  test('a queue reaches colleagues with its file, and what each does in it reaches all', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    const queue = queueOf(kim, 1, 10);
    const writer = new QueueWriter(kim.database);
    const kimsId = await writer.define(queue, { runIds: [1] });
    assert.equal((await kim.sync()).writtenQueues, 1);
    assert.equal((await lee.sync()).merged[0]?.queues, 1);
    const [row] = lee.store.queues();
    assert.deepEqual(
      [row?.name, row?.items, row?.createdBy, row?.blind.judge],
      ['audit by kim', 10, 'kim', true],
    );
    for (const [machine, answer] of [
      [kim, 'aligned'],
      [lee, 'misaligned'],
    ] as const) {
      for (let place = 1; place <= 10; place += 1) {
        machine.store.appendLabel(
          labelInput(place, answer, { annotator: machine.name, queue: queue.uid, place }),
        );
      }
    }
    for (const each of [kim, lee, kim]) await each.sync();
    assert.equal(kim.store.queueProgress(kimsId, 'lee').answered, 10);
    assert.equal(lee.store.queueProgress(row?.queueId ?? 0, 'kim').answered, 10);
    assert.deepEqual(publicLabels(kim), publicLabels(lee));
    const views = ['v_queues', 'v_queue_items', 'v_queue_strata'];
    for (const view of views) {
      const query = `SELECT * FROM ${view} ORDER BY 1, 2`;
      assert.deepEqual(all(kim.database.db, query), all(lee.database.db, query), view);
    }
  });

  test('a queue is defined once in the folder, whoever extends it, on whatever machine', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const desktop = await desk.machine('desktop', 'kim');
    const lee = await desk.machine('lee');
    const queue = queueOf(kim, 1, 5);
    await new QueueWriter(kim.database).define(queue, { runIds: [1] });
    for (const each of [kim, desktop, lee, kim]) await each.sync();
    const wave = { wave: 1, createdAt: NOW, createdBy: 'lee', strata: [], items: itemsOf(lee.store, 6, 4) };
    await new QueueWriter(lee.database).addWave(queue.uid, wave);
    for (const each of [lee, kim, desktop, lee, kim]) await each.sync();
    for (const each of [kim, desktop, lee]) assert.equal(each.store.queues()[0]?.items, 9);
    const lines = await Promise.all(
      (await desk.files()).map(async (name) => [
        name.split('-')[0],
        (await readFile(join(desk.folder, name), 'utf8'))
          .split('\n')
          .filter((line) => line.includes('"queue":{')).length,
      ]),
    );
    assert.deepEqual(lines, [
      ['kim', 1],
      ['lee', 1],
    ]);
  });

  test('a queue too long for one look at its file is recognised, and a deleted one isn’t shared', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    const queue = queueOf(kim, 1, 5);
    const [first] = queue.waves;
    assert.ok(first);
    const items = Array.from({ length: 2_000 }, (_, i) => ({
      ...(first.items[0] as QueueItem),
      key: { hash: (i + 1).toString(16).padStart(32, '0'), ordinal: 0 },
      place: i + 1,
    }));
    const writer = new QueueWriter(kim.database);
    await writer.define({ ...queue, waves: [{ ...first, items }] }, null);
    const other = await writer.define(queueOf(kim, 1, 5), null);
    kim.store.deleteQueue(other);
    assert.equal((await kim.sync()).writtenQueues, 1);
    const { merged } = await lee.sync();
    assert.deepEqual([merged[0]?.queues, merged[0]?.problems], [1, []]);
    assert.deepEqual(
      lee.store.queues().map((row) => [row.items, row.gone]),
      [[2_000, 2_000]],
    );
  });
});
