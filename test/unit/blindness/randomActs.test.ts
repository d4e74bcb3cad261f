/** Whatever somebody does in a blind queue, in whatever order: only an answer shows what is hidden, and only of its item. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { labelInput } from '../storage/storageDesk.ts';
import { plantedQueue, type PlantedQueue } from './plantedQueue.ts';

const ALL = { judge: true, model: true, group: true, condition: true };
/** The last is a hidden repeat of the first. */
const PLACES = [1, 2, 3, 4] as const;

/** Each does something at a place; true when it gave an answer. */
const ACTS = {
  answer: async (queue: PlantedQueue, place: number, n: number) => {
    await queue.answer(place, ['aligned', 'misaligned', 'unsure'][n % 3] ?? '');
    return true;
  },
  note: async (queue: PlantedQueue, place: number, n: number) => {
    await queue.change(place, { action: 'note', note: n % 3 === 0 ? '' : `NOTED-AT-${place}` });
    return false;
  },
  flag: async (queue: PlantedQueue, place: number, n: number) => {
    await queue.change(place, { action: 'flag', flagged: n % 2 === 0 });
    return false;
  },
  score: async (queue: PlantedQueue, place: number, n: number) => {
    const value = n % 4 === 0 ? null : n % 4 === 1 ? 11 : n % 50;
    await queue.change(place, { action: 'score', score: n % 2 === 0 ? 'alignment' : 'coherence', value });
    return false;
  },
  sure: async (queue: PlantedQueue, place: number, n: number) => {
    await queue.change(place, { action: 'confidence', confidence: n % 2 === 0 ? 'low' : null });
    return false;
  },
  clear: async (queue: PlantedQueue, place: number) => {
    await queue.change(place, { action: 'clear' });
    return false;
  },
  skip: async (queue: PlantedQueue, place: number) => {
    await queue.skip(place).catch((error: unknown) => assert.match(String(error), /answered already/));
    return false;
  },
  undo: async (queue: PlantedQueue) => {
    await queue.undo();
    return false;
  },
  redo: async (queue: PlantedQueue) => {
    await queue.redo();
    return false;
  },
};

const acts = fc.array(
  fc.record({
    // What was taken back and done again is where faults were found.
    what: fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])) },
      { weight: 1, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
    ),
    place: fc.constantFrom(...PLACES, 1 as const, 2 as const),
    n: fc.nat(1000),
  }),
  { minLength: 10, maxLength: 20 },
);

test('only an answer shows what a queue hides, and only of its own item', async (t) => {
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      const queue = await plantedQueue(t, { blind: ALL, repeatOf: [1] });
      // What was said elsewhere before, by oneself and by others, names all of it.
      for (const annotator of ['kim', 'mara']) {
        const state = {
          answer: 'misaligned',
          scores: { alignment: 11, coherence: 92 },
          note: 'PLANTEDMODEL',
          flagged: true,
        };
        for (const id of [1, 2]) queue.store.appendLabel(labelInput(id, '', { annotator, state }));
      }
      const answered = new Set<number>();
      for (const { what, place, n } of sequence) {
        if (await ACTS[what](queue, place, n)) answered.add(place);
        for (const each of PLACES) {
          const view = await queue.view(each);
          const words = JSON.stringify(view);
          assert.equal(
            view?.hidden === undefined,
            answered.has(each),
            `${what} at ${place}, seen at ${each}`,
          );
          if (!answered.has(each)) {
            assert.doesNotMatch(words, /PLANTED/, `${what} at ${place}, seen at ${each}`);
            assert.equal(view?.labels.mine.answer, null);
            assert.notEqual(view?.labels.mine.scores['coherence'], 92, 'a score of elsewhere');
          }
          // The first time and its repeat know nothing of each other.
          if (each === 1) assert.doesNotMatch(words, /NOTED-AT-4/);
          if (each === 4) assert.doesNotMatch(words, /NOTED-AT-1/);
        }
      }
      for (const place of PLACES) {
        const events = queue.store
          .queueEvents(queue.queueId, place)
          .filter(({ action }) => action === 'answer');
        assert.equal(events.length > 0, answered.has(place));
        const [first] = events;
        if (first !== undefined) assert.equal(first.shown?.judge, false, 'the first answer was blind');
      }
      queue.store.close();
    }),
    { numRuns: 15 },
  );
});
