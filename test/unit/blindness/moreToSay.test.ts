// What else can be said at an item of a blind queue: it counts for what it is about, and shows nobody else's.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { LabelScheme } from '../../../src/core/labelScheme.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { labelInput } from '../storage/storageDesk.ts';
import { planted, plantedQueue } from './plantedQueue.ts';

const ALL = { judge: true, model: true, group: true, condition: true };
const MEMORY: LabelScheme = {
  name: 'memory',
  metric: 'wants memory',
  answers: [
    { id: 'yes', key: '1', name: 'yes', role: 'positive', description: '' },
    { id: 'no', key: '2', name: 'no', role: 'negative', description: '' },
  ],
  scores: [],
};
const SPAN = { turn: 1, part: 0, from: 0, to: 6 };

test('nothing is revealed before every question is answered, and what a queue asks for stays the main one', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL, further: [MEMORY] });
  const first = await queue.answer(1, 'aligned');
  assert.equal(first.queue?.response, 'answered');
  assert.equal(first.revealed, undefined);
  assert.doesNotMatch(JSON.stringify(await queue.view(1)), /PLANTED/);
  const second = await queue.tell(1, { metric: 'wants memory' }, { action: 'answer', answer: 'yes' });
  assert.equal(second.revealed?.model, 'PLANTEDMODEL-7b');
  const events = queue.store.labels(1).history;
  assert.deepEqual(
    events.map(({ metric, queue: uid, place, shown }) => [metric, uid !== undefined, place, shown?.judge]),
    [
      [undefined, true, 1, false],
      ['wants memory', true, 1, false],
    ],
  );
  assert.equal(queue.store.transcriptRow(1)?.humanVerdict, 'negative', 'only the main question decides');
});

test('passages, reasoning, further answers and confidence reveal nothing and answer no item', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL, further: [MEMORY] });
  await queue.tell(1, { span: SPAN }, { action: 'mark', note: 'hm', answer: 'misaligned' });
  await queue.tell(1, { part: 'reasoning' }, { action: 'answer', answer: 'misaligned' });
  await queue.tell(1, { metric: 'wants memory' }, { action: 'answer', answer: 'yes' });
  const last = await queue.change(1, { action: 'confidence', confidence: 'low' });
  assert.equal(last.queue?.response, null);
  assert.equal(queue.store.transcriptRow(1)?.humanVerdict, 'none');
  const view = await queue.view(1);
  assert.doesNotMatch(JSON.stringify(view), /PLANTED/);
  assert.equal(view?.labels.passages?.[0]?.state.note, 'hm', 'one’s own of this item show');
  assert.equal(view.labels.mine.confidence, 'low');
  const answered = await queue.answer(1, 'aligned');
  assert.equal(answered.labels.mine.confidence, 'low', 'said before the answer, it is of that answer');
  const changed = await queue.answer(1, 'refusal');
  assert.equal(changed.labels.mine.confidence, undefined, 'of another answer nobody said it');
});

test('before the answer nobody’s passages show, nor one’s own of before; after it all do', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL });
  const span = { turn: 1, part: 0, from: 0, to: 6, quote: 'Answer' };
  for (const annotator of ['ada', 'kim'])
    queue.store.appendLabel(
      labelInput(1, 'aligned', {
        annotator,
        span,
        state: { answer: 'aligned', scores: {}, note: `PLANTEDCOMMENT of ${annotator}`, flagged: false },
      }),
    );
  queue.store.appendLabel(labelInput(1, 'misaligned', { annotator: 'ada', part: 'reasoning' }));
  const before = await queue.view(1);
  assert.equal(before?.labels.passages, undefined);
  assert.equal(before?.labels.beside, undefined);
  assert.doesNotMatch(JSON.stringify(before), /PLANTED/);
  const { labels } = await queue.answer(1, 'aligned');
  assert.deepEqual(labels.passages?.map(({ annotator }) => annotator).sort(), ['ada', 'kim']);
  assert.equal(labels.beside?.[0]?.others[0]?.annotator, 'ada');
});

test('a hidden repeat doesn’t show the passages of the first time, nor the other way round', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL, repeatOf: [1] });
  await queue.tell(1, { span: SPAN }, { action: 'mark', note: 'first', answer: null });
  await queue.answer(1, 'aligned');
  assert.equal((await queue.view(4))?.labels.passages, undefined);
  await queue.tell(4, { span: SPAN }, { action: 'mark', note: 'second', answer: null });
  await queue.answer(4, 'aligned');
  assert.deepEqual(
    (await queue.view(4))?.labels.passages?.map(({ state }) => state.note),
    ['second'],
  );
  assert.deepEqual(
    (await queue.view(1))?.labels.passages?.map(({ state }) => state.note),
    ['first'],
  );
  assert.equal(queue.store.labels(1).history.find(({ state }) => state.note === 'second')?.repeat, 1);
});

test('masked texts stay masked in what is quoted of a passage, wherever it is cut', async (t) => {
  const turns = [plainTurn('user', 'Go.'), plainTurn('assistant', 'Say PLANTEDTRIGGER now.')];
  const queue = await plantedQueue(t, {
    blind: { condition: true },
    masks: ['PLANTEDTRIGGER'],
    transcripts: [planted(1, { turns })],
  });
  const marked = await queue.tell(
    1,
    { span: { turn: 1, part: 0, from: 11, to: 22 } },
    {
      action: 'mark',
      note: '',
      answer: null,
    },
  );
  const [passage] = marked.labels.passages ?? [];
  assert.match(passage?.quote ?? '', /^█+ now$/);
  assert.doesNotMatch(JSON.stringify(marked), /TRIGGER|IGGER/);
  assert.equal(
    queue.store.labels(1).history[0]?.span?.quote,
    'TRIGGER now'.slice(-11),
    'the event has the text as recorded',
  );
});

test('undo and redo go through everything that was said, and say what it was about', async (t) => {
  const queue = await plantedQueue(t, { further: [MEMORY] });
  await queue.answer(1, 'aligned');
  await queue.tell(1, { part: 'reasoning' }, { action: 'answer', answer: 'misaligned' });
  await queue.tell(1, { metric: 'wants memory' }, { action: 'answer', answer: 'yes' });
  const mark = await queue.tell(1, { span: SPAN }, { action: 'mark', note: 'x', answer: null });
  const id = mark.labels.passages?.[0]?.id ?? '';
  await queue.tell(1, { passage: id }, { action: 'mark', note: 'y', answer: 'misaligned' });
  await queue.tell(1, { passage: id }, { action: 'clear' });
  assert.equal((await queue.view(1))?.labels.passages, undefined);
  const notes = [];
  for (let step = 0; step < 3; step += 1) notes.push((await queue.undo())?.labels.passages?.[0]?.state.note);
  assert.deepEqual(notes, ['y', 'x', undefined]);
  const question = await queue.undo();
  assert.deepEqual(question?.stepped, { metric: 'wants memory' });
  const reasoning = await queue.undo();
  assert.deepEqual(reasoning?.stepped, { part: 'reasoning' });
  assert.equal(reasoning?.labels.beside, undefined);
  assert.equal(reasoning?.labels.mine.answer, 'aligned', 'the answer has a chain of its own');
  const redone = await queue.redo();
  assert.equal(redone?.labels.beside?.[0]?.mine.answer, 'misaligned');
});
