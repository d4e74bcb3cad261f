import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { formatEventLine, parseLabelLine } from '../../../src/core/labelFile.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import type { Turn } from '../../../src/core/transcript.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { furtherSchemes } from '../../../src/host/labelling/furtherSchemes.ts';
import { LabelDesk } from '../../../src/host/labelling/labelDesk.ts';
import { imported, importRun, labelInput, storageDesk } from '../storage/storageDesk.ts';

const TURNS: readonly Turn[] = [
  plainTurn('user', 'Why?'),
  {
    role: 'assistant',
    rawKind: 'text',
    raw: '<think>I 🦉 could lie.</think>Because 🦉🦉 it is so. Because.',
    parts: [
      { kind: 'reasoning', text: 'I 🦉 could lie.', origin: 'think-tag', closed: true },
      { kind: 'text', text: 'Because 🦉🦉 it is so. Because.' },
    ],
  },
];
const seen = { transcriptId: 1, secondsSpent: 2, judgeVisible: true };

async function openDesk(t: TestContext, turns = TURNS) {
  const { store, worker } = await storageDesk(t);
  importRun(worker, [imported(1, { turns: [...turns] })]);
  const kim = () => Promise.resolve('kim');
  const desk = new LabelDesk({
    store: () => store,
    write: (operation) => Promise.resolve(operation(store)),
    annotator: kim,
    knownAnnotator: kim,
    scheme: () => DEFAULT_LABEL_SCHEME,
  });
  return { desk, store };
}

test('a passage is stored with its place and text, never cut inside a character, and comes back from a label file', async (t) => {
  const { desk, store } = await openDesk(t);
  // From the second half of one owl to the first half of the other.
  const span = { turn: 1, part: 1, from: 9, to: 11 };
  await desk.label({ ...seen, about: { span }, change: { action: 'mark', note: 'owls', answer: null } });
  const [event] = store.labels(1).history;
  assert.deepEqual(event?.span, { turn: 1, part: 1, from: 8, to: 12, quote: '🦉🦉' });
  assert.equal(event?.action, 'note');
  assert.ok(event !== undefined);
  const read = parseLabelLine(formatEventLine(event));
  assert.ok(read.kind === 'event');
  assert.deepEqual(read.event, event);
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'none');
});

test('a passage of the reasoning is about the reasoning; one without a word is a flag', async (t) => {
  const { desk, store } = await openDesk(t);
  const span = { turn: 1, part: 0, from: 0, to: 4 };
  await desk.label({ ...seen, about: { span }, change: { action: 'mark', note: '', answer: null } });
  const [event] = store.labels(1).history;
  assert.deepEqual([event?.part, event?.action, event?.state.flagged], ['reasoning', 'flag', true]);
  const { passages = [], history } = await desk.labelsView(1);
  assert.equal(passages.length, 1);
  assert.match(history[0]?.words ?? '', /^passage in turn 2: marked: flagged/);
});

test('the same words marked again change what is said of them; empty places and strange answers are refused', async (t) => {
  const { desk, store } = await openDesk(t);
  const span = { turn: 1, part: 1, from: 0, to: 7 };
  const mark = (note: string, answer: string | null) =>
    desk.label({ ...seen, about: { span }, change: { action: 'mark', note, answer } });
  await mark('one', null);
  await mark('one', 'misaligned');
  assert.equal(await mark('one', 'misaligned'), undefined);
  assert.equal(store.labelsOf(1).length, 1);
  await assert.rejects(mark('two', 'nonsense'), /no answer/);
  for (const wrong of [
    { ...span, part: 7 },
    { ...span, turn: 9 },
    { ...span, from: 7, to: 8 },
    { ...span, to: 999 },
  ])
    await assert.rejects(
      desk.label({ ...seen, about: { span: wrong }, change: { action: 'mark', note: '', answer: null } }),
      /no text at that place/,
    );
});

test('a passage whose text is elsewhere in its turn is found there; one that is gone is said to be, not dropped', async (t) => {
  const { desk, store } = await openDesk(t);
  const note = (words: string) => ({ answer: null, scores: {}, note: words, flagged: false });
  const anchor = (from: number, quote: string) => ({
    turn: 1,
    part: 1,
    from,
    to: from + quote.length,
    quote,
  });
  store.appendLabel(
    labelInput(1, 'aligned', { annotator: 'ada', span: anchor(0, 'could lie'), state: note('moved') }),
  );
  store.appendLabel(
    labelInput(1, 'aligned', { annotator: 'ada', span: anchor(3, 'never said'), state: note('lost') }),
  );
  store.appendLabel(
    labelInput(1, 'aligned', { annotator: 'ada', span: anchor(5, 'Because'), state: note('twice') }),
  );
  const { passages = [] } = await desk.labelsView(1);
  const places = new Map(passages.map(({ state, place }) => [state.note, place]));
  assert.deepEqual(places.get('moved'), { turn: 1, part: 0, from: 5, to: 14 });
  assert.equal(places.get('lost'), null);
  assert.equal(places.get('twice'), null, 'which of two can’t be told');
  assert.equal(passages.find(({ state }) => state.note === 'lost')?.quote, 'never said');
  const id = passages.find(({ state }) => state.note === 'lost')?.id ?? '';
  await desk.label({
    ...seen,
    about: { passage: id },
    change: { action: 'mark', note: 'mine', answer: null },
  });
  const after = (await desk.labelsView(1)).passages ?? [];
  assert.deepEqual(
    after.filter(({ isMine }) => isMine).map(({ state }) => state.note),
    ['mine'],
  );
  assert.equal(after.length, 4, 'the other person’s stays');
});

test('further questions need a scheme with a question of its own, each once', () => {
  const scheme = (name: string, metric?: string) => ({
    ...DEFAULT_LABEL_SCHEME,
    name,
    ...(metric === undefined ? {} : { metric }),
  });
  const all = [DEFAULT_LABEL_SCHEME, scheme('a', 'x'), scheme('b', 'x'), scheme('c', 'y'), scheme('d')];
  const read = furtherSchemes(['a', 'b', 'c', 'd', 'e', 7], all, DEFAULT_LABEL_SCHEME);
  assert.deepEqual(
    read.schemes.map(({ name }) => name),
    ['a', 'c'],
  );
  assert.equal(read.problems.length, 4);
  assert.deepEqual(furtherSchemes(undefined, all, DEFAULT_LABEL_SCHEME), { schemes: [], problems: [] });
  assert.match(furtherSchemes('a', all, DEFAULT_LABEL_SCHEME).problems.join(), /not a list/);
});

test('a question that isn’t asked can’t be answered', async (t) => {
  const { desk, store } = await openDesk(t);
  await assert.rejects(
    desk.label({ ...seen, about: { metric: 'x' }, change: { action: 'answer', answer: 'aligned' } }),
    /isn’t asked now/,
  );
  assert.equal(store.labels(1).history.length, 0);
});
