/** A label scheme that is changed while a queue is worked on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { labelInput } from '../storage/storageDesk.ts';
import { plantedQueue } from './plantedQueue.ts';

test('an item answered under an earlier version shows its answer by the name and role it was given with', async (t) => {
  const queue = await plantedQueue(t, { blind: { judge: true }, repeatOf: [1] });
  const uid = queue.store.queue(queue.queueId)?.uid ?? '';
  const answers = DEFAULT_LABEL_SCHEME.answers.map((answer) =>
    answer.id === 'refusal' ? { ...answer, name: 'says no', role: 'excluded' as const } : answer,
  );
  const scheme = { ...DEFAULT_LABEL_SCHEME, answers };
  queue.store.appendLabel(labelInput(1, 'refusal', { scheme, queue: uid, place: 1 }));
  const before = (await queue.view(1))?.labels.mine;
  assert.deepEqual([before?.given, before?.earlier], [{ name: 'says no', role: 'excluded' }, true]);
  assert.equal((await queue.view(4))?.labels.mine.given, undefined, 'its repeat tells nothing of it');
  // The same key again is an answer of the version of now.
  const again = await queue.answer(1, 'refusal');
  assert.notEqual(again.eventId, undefined);
  assert.deepEqual([again.labels.mine.given, again.labels.mine.earlier], [undefined, undefined]);
  assert.equal(again.labels.mine.answer, 'refusal');
});
