import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditStore } from '../../../src/core/ports.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { answerIn, definition, items, QUEUE, wave, type ItemWish } from './queueDesk.ts';
import { importRun, rows, storageDesk } from './storageDesk.ts';
import { redo, undo } from './undoActs.ts';

const PEOPLE = ['kim', 'ada', 'eve'];
const TRANSCRIPTS = 600;
const ACTS = 400;

/** Steps and counts by looking at every item, to hold the quick ones against. */
function assertSteps(store: AuditStore, queueId: number, annotator: string, place: number): void {
  const theirs = store.queueItems(queueId, annotator, 0, 10_000);
  const places = theirs.map((item) => item.place);
  const open = theirs.filter(({ response }) => response === null).map((item) => item.place);
  const step = (direction: 'next' | 'previous', onlyOpen: boolean): number | undefined =>
    store.queueNeighbour(queueId, annotator, place, direction, onlyOpen)?.place;
  assert.equal(
    step('next', false),
    places.find((other) => other > place),
  );
  assert.equal(
    step('previous', false),
    places.findLast((other) => other < place),
  );
  assert.equal(
    step('next', true),
    open.find((other) => other > place),
  );
  assert.equal(
    step('previous', true),
    open.findLast((other) => other < place),
  );
  const { total, answered, unsure, skipped } = store.queueProgress(queueId, annotator);
  assert.deepEqual(
    [total, answered, unsure, skipped],
    [places, ...(['answered', 'unsure', 'skipped'] as const)].map((kind) =>
      typeof kind === 'string' ? theirs.filter(({ response }) => response === kind).length : kind.length,
    ),
  );
}

test('after any acts of anybody, steps, progress and responses are what looking at every item gives', async (t) => {
  const seed = Number(process.env['TA_SEED'] ?? 1 + (Date.now() % 1_000_000));
  t.diagnostic(`TA_SEED=${seed} repeats this run`);
  const random = seededRandom(seed);
  const upTo = (n: number): number => Math.floor(random() * n);
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(TRANSCRIPTS));
  const wish = (transcriptId: number): ItemWish => ({
    transcriptId,
    assigned: PEOPLE.filter(() => random() < 0.3),
  });
  // Waves of changing sizes, so that blocks are begun and ended in the middle.
  const writer = new QueueWriter(worker);
  let drawn = 250;
  const first = Array.from({ length: drawn }, (_, i) => wish(i + 1));
  const again = first.slice(0, 20).map((item, i) => ({ ...item, repeatOf: i + 1 }));
  const queueId = await writer.define(definition([wave(0, items(store, [...first, ...again]))]), {
    runIds: [1],
  });
  let last = drawn + 20;
  let waves = 1;
  for (let act = 0; act < ACTS; act += 1) {
    const annotator = PEOPLE[upTo(3)] ?? '';
    const item = store.queueItem(queueId, annotator, 1 + upTo(last));
    assert.ok(item?.transcriptId);
    const about = { annotator, ...(item.repeatOf === null ? {} : { repeat: 1 }) };
    const kind = random();
    if (kind < 0.1) undo(store, annotator);
    else if (kind < 0.15) redo(store, annotator);
    else if (kind < 0.25) {
      store.appendLabel(answerIn(item.transcriptId, item.place, '', { ...about, action: 'skip' }));
    } else if (kind < 0.3) {
      const state = { answer: null, scores: {}, note: '', flagged: false };
      store.appendLabel(answerIn(item.transcriptId, item.place, '', { ...about, action: 'clear', state }));
    } else if (kind < 0.32 && drawn < TRANSCRIPTS) {
      const more = Math.min(TRANSCRIPTS - drawn, 1 + upTo(120));
      const added = Array.from({ length: more }, (_, i) => wish(drawn + i + 1));
      await writer.addWave(QUEUE, wave(waves, items(store, added, last + 1)));
      waves += 1;
      drawn += more;
      last += more;
    } else {
      const answer = ['aligned', 'misaligned', 'unsure'][upTo(3)] ?? '';
      store.appendLabel(answerIn(item.transcriptId, item.place, answer, about));
    }
    assertSteps(store, queueId, annotator, upTo(last + 2));
  }
  assert.deepEqual(checkIntegrity(worker), []);
  // Runs may go for good: the queue and what became of it stay, as labels do.
  const done = () =>
    PEOPLE.map((annotator) => {
      const { gone, ...counted } = store.queueProgress(queueId, annotator);
      return { counted, open: counted.total - counted.answered - counted.unsure - counted.skipped, gone };
    });
  const before = done();
  await purgeRuns(worker, [1]);
  assert.deepEqual(
    done().map(({ counted }) => counted),
    before.map(({ counted }) => counted),
  );
  // Of more than 500 it isn't looked whether all of them are gone.
  for (const { open, gone } of done())
    if (open > 0 && open <= 500) assert.equal(gone, open, 'what is open can’t be answered any more');
  assert.deepEqual(checkIntegrity(worker), []);
});
