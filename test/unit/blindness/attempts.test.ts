/** What somebody may try in a blind queue, by accident or not, to see more than they should, or to get stuck. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { labelInput } from '../storage/storageDesk.ts';
import { planted, plantedQueue, type PlantedQueue } from './plantedQueue.ts';

const ALL = { judge: true, model: true, group: true, condition: true };

/** A queue whose first transcript the annotator had labelled before, elsewhere, in every way there is. */
async function labelledBefore(...args: Parameters<typeof plantedQueue>): Promise<PlantedQueue> {
  const queue = await plantedQueue(...args);
  queue.store.appendLabel(
    labelInput(1, 'misaligned', {
      state: {
        answer: 'misaligned',
        scores: { alignment: 11, coherence: 92 },
        note: 'PLANTEDMODEL again',
        flagged: true,
      },
    }),
  );
  return queue;
}

function assertStillHidden(view: Awaited<ReturnType<PlantedQueue['view']>>): void {
  assert.ok(view !== undefined);
  assert.deepEqual(view.hidden, { ...ALL, mayPeek: false });
  assert.doesNotMatch(JSON.stringify(view), /PLANTED/);
  assert.equal(view.queue?.response === 'answered', false);
}

test('a skip, a note or a flag that is undone and done again reveals nothing of an item labelled before', async (t) => {
  for (const change of [
    { action: 'skip' },
    { action: 'note', note: 'hm' },
    { action: 'flag', flagged: true },
    { action: 'score', score: 'alignment', value: 50 },
  ] as const) {
    const queue = await labelledBefore(t, { blind: ALL });
    await queue.change(1, change);
    assertStillHidden(await queue.view(1));
    assertStillHidden(await queue.undo());
    assertStillHidden(await queue.redo());
    assertStillHidden(await queue.view(1));
  }
});

test('of what was said elsewhere before, nothing shows with what is said at the item', async (t) => {
  const queue = await labelledBefore(t, { blind: ALL });
  const scored = await queue.change(1, { action: 'score', score: 'alignment', value: 50 });
  assert.deepEqual(scored.labels.mine.scores, { alignment: 50 });
  const noted = await queue.change(1, { action: 'note', note: 'mine' });
  assert.equal(noted.labels.mine.note, 'mine');
  const undone = await queue.undo();
  assert.equal(undone?.labels.mine.note, '');
  assertStillHidden(undone);
  assert.deepEqual((await queue.redo())?.labels.mine.note, 'mine');
});

test('what one said elsewhere before can be said again at the item', async (t) => {
  const queue = await labelledBefore(t, { blind: ALL });
  const flagged = await queue.change(1, { action: 'flag', flagged: true });
  assert.equal(flagged.labels.mine.flagged, true);
  assert.notEqual(flagged.eventId, undefined);
  const noted = await queue.change(1, { action: 'note', note: 'PLANTEDMODEL again' });
  assert.equal(noted.labels.mine.note, 'PLANTEDMODEL again');
  const again = await queue.change(1, { action: 'note', note: 'PLANTEDMODEL again' });
  assert.equal(again.eventId, undefined, 'saying it twice writes nothing');
});

test('an item whose answer was taken back can be skipped, and answered later', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL });
  await queue.answer(1, 'aligned');
  await assert.rejects(queue.skip(1), /answered already/);
  await queue.undo();
  assert.equal((await queue.skip(1)).queue?.response, 'skipped');
  assert.equal((await queue.answer(1, 'misaligned')).queue?.response, 'answered');
});

test('a transcript opened beside the queue doesn’t tell by its numbers which arm it is of', async (t) => {
  const queue = await plantedQueue(t, {
    blind: ALL,
    transcripts: [planted(1), planted(2), planted(3, { model: 'PLANTEDMODEL-other' })],
  });
  const [first, other] = [await queue.reader.view(1), await queue.reader.view(3)];
  assert.deepEqual(first?.labels.progress, other?.labels.progress);
  assert.deepEqual(first?.position, other?.position);
  const [item, otherItem] = [await queue.view(1), await queue.view(3)];
  assert.deepEqual(item?.labels.progress, otherItem?.labels.progress);
});

test('labels that a file carried don’t name it where they are to be decided between', async (t) => {
  const queue = await plantedQueue(t, {
    blind: ALL,
    purpose: 'adjudication',
    transcripts: [
      planted(1, {
        labels: [
          {
            annotator: 'mara',
            part: 'answer',
            scheme: DEFAULT_LABEL_SCHEME,
            answer: 'aligned',
            source: 'PLANTEDFILE.csv: human',
          },
        ],
      }),
    ],
  });
  const view = await queue.view(1);
  assert.equal(view?.labels.others.length, 1);
  assert.doesNotMatch(JSON.stringify(view), /PLANTED/);
});

test('an answer to what stood at a place before isn’t taken for an answer to what stands there now', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL, repeatOf: [1] });
  await queue.answer(1, 'aligned');
  await assert.rejects(queue.changeOf(2, 4, { action: 'answer', answer: 'misaligned' }), /nothing was saved/);
  assert.deepEqual(queue.store.labels(2).history, []);
  assert.equal((await queue.view(4))?.queue?.response, null);
});
