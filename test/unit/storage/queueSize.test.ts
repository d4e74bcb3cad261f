// What the host asks of a long queue while somebody works through it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { answerIn, definition, QUEUE, wave } from './queueDesk.ts';
import { importRun, rows, single, storageDesk } from './storageDesk.ts';

const ITEMS = 20_000;
const EVENTS = 100_000;
/** What a call may take, in milliseconds: the median of many, since other programs run too. */
const MOST_MS = 2;

const hash = (n: number): string => n.toString(16).padStart(32, '0');

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Infinity;
}

test(`with ${ITEMS} items and ${EVENTS} label events each question about a queue takes under ${MOST_MS} ms`, async (t) => {
  const { store, worker, host } = await storageDesk(t);
  importRun(worker, rows(10));
  store.appendLabel(answerIn(1, 1, 'aligned'));
  const { db } = worker;
  // Kim answered all but the last item, and several times; everything else is other people's.
  const insert = db.prepare(
    `INSERT INTO label_event (event_id, content_hash, ordinal, part, annotator, seq, action, scheme_id, answer, time,
       seconds_spent, judge_visible, queue, place) VALUES (?, ?, 0, 'answer', ?, ?, 'answer', 1, 'aligned', '', ?, 0, ?, ?)`,
  );
  db.transaction(() => {
    for (let i = 0; i < EVENTS; i += 1) {
      const isKim = i < 2 * ITEMS;
      const place = 1 + (i % (isKim ? ITEMS - 1 : 500));
      const annotator = isKim ? 'kim' : `person ${i % 7}`;
      insert.run(
        String(i).padStart(26, '0'),
        Buffer.from(hash(place), 'hex'),
        annotator,
        i + 2,
        i % 60,
        QUEUE,
        place,
      );
    }
  })();
  const items = Array.from({ length: ITEMS }, (_, i) => ({
    place: i + 1,
    key: { hash: hash(i + 1), ordinal: 0 },
    stratum: '',
    assigned: i % 2 === 0 ? [] : ['kim', 'ada'],
    repeatOf: null,
  }));
  const queueId = await new QueueWriter(worker).define(definition([wave(0, items)]), null);

  const answerOpen = store.queueNeighbour(queueId, 'kim', 0, 'next', true);
  assert.equal(answerOpen?.place, ITEMS, 'the only open one, at the far end');
  const questions: Record<string, (i: number) => unknown> = {
    'the next open item': () => store.queueNeighbour(queueId, 'kim', 0, 'next', true),
    'the next open item of somebody new': (i) => store.queueNeighbour(queueId, 'eve', i * 90, 'next', true),
    'the previous open item': () => store.queueNeighbour(queueId, 'kim', ITEMS, 'previous', true),
    'the next item': (i) => store.queueNeighbour(queueId, 'kim', i * 90, 'next', false),
    'the previous item': (i) => store.queueNeighbour(queueId, 'eve', 100 + i * 90, 'previous', false),
    'an item': (i) => store.queueItem(queueId, 'kim', 1 + i * 90),
    'a page of items': (i) => store.queueItems(queueId, 'kim', i * 90, 50),
    progress: () => store.queueProgress(queueId, 'kim'),
    'the events of an item': (i) => store.queueEvents(queueId, 1 + i * 90),
  };
  for (const [name, ask] of Object.entries(questions)) {
    const times = Array.from({ length: 200 }, (_, i) => {
      const start = performance.now();
      ask(i);
      return performance.now() - start;
    });
    t.diagnostic(`${name}: ${median(times).toFixed(3)} ms`);
    assert.ok(median(times) < MOST_MS, `${name}: ${median(times).toFixed(2)} ms`);
  }
  const labels = Array.from({ length: 100 }, (_, i) => {
    const start = performance.now();
    store.appendLabel(answerIn(1 + (i % 10), ITEMS, 'aligned'));
    return performance.now() - start;
  });
  t.diagnostic(`a label: ${median(labels).toFixed(3)} ms`);
  const sizes = { queue: single(host.db, 'SELECT count(*) FROM queue_response') };
  assert.ok(Number(sizes.queue) > ITEMS);
});
