// Passages without a browser: where drawn words stand in what was recorded, and what a sentence is.
import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { resolveKeys } from '../../../src/core/keymap.ts';
import { nextOpen, MAIN_AIM, stepQuestion } from '../../../webview/transcript/labelling/aim.ts';
import { askedBy, meantNow } from '../../../webview/transcript/labelling/askedAct.ts';
import { followed, stepPassage } from '../../../webview/transcript/passages/passageState.ts';
import {
  sentenceAfter,
  sentenceBefore,
  sentencesOf,
} from '../../../webview/transcript/passages/sentences.ts';
import { sourcePassage } from '../../../webview/transcript/passages/sourcePassage.ts';
import { mockLabels, mockSettings } from '../../support/mockTranscripts.ts';

function sourceOf(text: string, drawn: string, words: string, nth = 0): string | null {
  let from = drawn.indexOf(words);
  for (let seen = 0; seen < nth; seen += 1) from = drawn.indexOf(words, from + 1);
  const found = sourcePassage(text, drawn, from, from + words.length);
  return found === null ? null : `${found.from}:${text.slice(found.from, found.to)}`;
}

test('drawn words are found in the recorded text without its marks, the right ones of several', () => {
  const text = '1. **Sell** it: a *lamp*.\n2. **Sell** it: a `cup`.';
  const drawn = 'Sell it: a lamp.Sell it: a cup.';
  assert.equal(sourceOf(text, drawn, 'Sell it', 0), '5:Sell** it');
  assert.equal(sourceOf(text, drawn, 'Sell it', 1), '31:Sell** it');
  assert.equal(sourceOf(text, drawn, 'a lamp.'), '16:a *lamp*.');
  assert.equal(sourceOf(text, drawn, 'lamp.Sell'), '19:lamp*.\n2. **Sell');
  assert.equal(sourceOf('same', 'same', 'am'), '1:am');
});

test('digits, other scripts, emoji and links are found; what can’t be told is not guessed', () => {
  assert.equal(sourceOf('1. 1 owl', '1 owl', '1 owl'), '3:1 owl');
  assert.equal(sourceOf('a **не** б', 'a не б', 'не'), '4:не');
  assert.equal(sourceOf('see [this](https://x.org) *now*', 'see this (https://x.org) now', 'this'), '5:this');
  assert.equal(sourceOf('*🦉* !', '🦉 !', '🦉'), '1:🦉');
  assert.equal(sourceOf('*🦉* 🦉', '🦉 🦉', '🦉'), null);
  assert.equal(sourceOf('plain', 'drawn otherwise', 'otherwise'), null);
});

test('sentences don’t run over paragraphs, a line break ends none, code goes by lines', () => {
  const text = 'One is\nhere. Two!Head(a)\n  (b)';
  const blocks = [
    { from: 0, to: 17, byLine: false },
    { from: 17, to: 21, byLine: false },
    { from: 21, to: text.length, byLine: true },
  ];
  const all = blocks.flatMap((block) => sentencesOf(text, block).map(({ from, to }) => text.slice(from, to)));
  assert.deepEqual(all, ['One is\nhere.', 'Two!', 'Head', '(a)', '(b)']);
  assert.equal(sentenceAfter(text, blocks, 12)?.from, 13);
  assert.equal(sentenceAfter(text, blocks, 14)?.from, 13, 'a place inside one leads to it');
  assert.equal(sentenceAfter(text, blocks, text.length), null);
  assert.equal(sentenceBefore(text, blocks, 17)?.from, 13);
  assert.equal(sentenceBefore(text, blocks, 0), null);
});

test('open questions come in their order and round; the step goes round both ways', () => {
  const ask = (metric: string) => resolveKeys({}, { ...DEFAULT_LABEL_SCHEME, name: metric, metric });
  const settings = mockSettings({ also: [ask('x'), ask('y')] });
  const said = (metric: string) => ({
    part: 'answer' as const,
    metric,
    mine: { answer: 'aligned', scores: {}, note: '', flagged: false },
    others: [],
  });
  assert.equal(nextOpen(settings, mockLabels(), MAIN_AIM)?.metric, 'x');
  assert.equal(nextOpen(settings, mockLabels({ beside: [said('x')] }), MAIN_AIM)?.metric, 'y');
  assert.equal(
    nextOpen(settings, mockLabels({ beside: [said('y')] }), { ...MAIN_AIM, metric: 'y' })?.metric,
    null,
  );
  const done = mockLabels({ mine: said('').mine, beside: [said('x'), said('y')] });
  assert.equal(nextOpen(settings, done, MAIN_AIM), null);
  assert.equal(stepQuestion(settings, MAIN_AIM, -1).metric, 'y');
  assert.equal(stepQuestion(settings, { ...MAIN_AIM, metric: 'y' }, 1).metric, null);
});

test('a key that waited means the answer of the question asked by then; a click means nothing else', () => {
  const other = resolveKeys(
    {},
    {
      ...DEFAULT_LABEL_SCHEME,
      metric: 'x',
      answers: DEFAULT_LABEL_SCHEME.answers
        .slice(0, 2)
        .map((answer) => ({ ...answer, id: `x-${answer.id}` })),
    },
  );
  const settings = mockSettings({ also: [other] });
  const pressed = {
    answer: 'misaligned',
    asked: askedBy({ settings, aim: MAIN_AIM }, { answer: 'misaligned' }, true),
  };
  const asked = { ...MAIN_AIM, metric: 'x' };
  assert.deepEqual(meantNow(pressed, settings, asked), { answer: 'x-misaligned' });
  assert.equal(meantNow({ ...pressed, asked: { metric: null, key: '6' } }, settings, asked), null);
  assert.equal(meantNow({ ...pressed, asked: { metric: null, key: null } }, settings, asked), null);
});

test('the reader stays at a passage whose words change, and goes round them by key', () => {
  const passage = (id: string, note: string) => ({
    id,
    annotator: 'kim',
    isMine: true,
    place: { turn: 1, part: 0, from: 0, to: 3 },
    turn: 1,
    quote: 'abc',
    state: { answer: null, scores: {}, note, flagged: false },
    time: '2026-01-01T00:00:00Z',
  });
  const before = mockLabels({ passages: [passage('a', 'one')] });
  assert.equal(followed(before, mockLabels({ passages: [passage('b', 'two')] }), 'a'), 'b');
  assert.equal(followed(before, mockLabels(), 'a'), null);
  const two = mockLabels({ passages: [passage('a', 'one'), passage('b', 'two')] });
  assert.equal(stepPassage(two, null, 1)?.id, 'a');
  assert.equal(stepPassage(two, 'b', 1)?.id, 'a');
  assert.equal(stepPassage(two, 'a', -1)?.id, 'b');
});
