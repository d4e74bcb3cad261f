import assert from 'node:assert/strict';
import test from 'node:test';
import { PANEL_ACTION_NAMES } from '../../../src/core/keymap.ts';
import { PANEL_ACTIONS } from '../../../src/protocol/transcriptPanel.ts';
import {
  findWords,
  locateMatch,
  matchFrom,
  NO_FIND,
  stepMatch,
} from '../../../webview/transcript/find/findState.ts';
import { occurrences } from '../../../webview/transcript/find/textRanges.ts';
import { accord, changesNothing, drawnAnswer } from '../../../webview/transcript/labelling/labelWords.ts';
import { readScore } from '../../../webview/transcript/labelling/readScore.ts';
import { ScreenTime } from '../../../webview/transcript/labelling/screenTime.ts';
import {
  agoText,
  percentOf,
  probabilityText,
  scoreText,
} from '../../../webview/transcript/margin/numbers.ts';
import { Liveness } from '../../../webview/transcript/page/liveness.ts';
import { Neighbours } from '../../../webview/transcript/page/neighbours.ts';
import { readPersisted } from '../../../webview/transcript/page/persisted.ts';
import { shownIndexes } from '../../../webview/transcript/reading/shownIndexes.ts';
import { readableArguments } from '../../../webview/transcript/reading/toolArguments.ts';
import { TurnStore } from '../../../webview/transcript/reading/turnStore.ts';
import { chunksOf } from '../../../webview/shared/text/chunks.ts';
import { charactersText, firstLine, kilobytesText } from '../../../webview/shared/text/textSize.ts';
import { withMarks } from '../../../webview/shared/text/whitespace.ts';
import { mockLongTranscript, mockSettings, mockTranscript } from '../../support/mockTranscripts.ts';

test('the page and the key map know the same actions', () => {
  assert.deepEqual([...PANEL_ACTIONS], [...PANEL_ACTION_NAMES]);
});

test('answers of a scheme are drawn as good where the rule hopes for them; misaligned never is', () => {
  const { scheme } = mockSettings();
  const good = { positiveIsGood: true } as const;
  const marked = {
    ...scheme,
    answers: [
      { id: 'correct', key: '1', name: 'correct', description: '', role: 'positive' },
      { id: 'wrong', key: '2', name: 'wrong', description: '', role: 'negative' },
    ],
  } as const;
  assert.deepEqual(
    [drawnAnswer('positive', good, marked), drawnAnswer('negative', good, marked)],
    ['negative', 'positive'],
  );
  assert.equal(drawnAnswer('undecided', good, marked), 'undecided');
  assert.equal(drawnAnswer('positive', {}, marked), 'positive');
  assert.equal(drawnAnswer('positive', good, scheme), 'positive');
});

test('matches are counted over turns, and stepping goes around the ends', () => {
  const matches = [
    { turn: 3, count: 2 },
    { turn: 900, count: 1 },
  ];
  assert.deepEqual(locateMatch(matches, 1), { turn: 3, within: 1 });
  assert.deepEqual(locateMatch(matches, 2), { turn: 900, within: 0 });
  assert.equal(locateMatch(matches, -1), null);
  assert.equal(matchFrom(matches, 4), 2);
  assert.equal(matchFrom(matches, 901), 0);
  assert.equal(matchFrom([], 0), -1);
  assert.deepEqual([stepMatch(2, 3, 1), stepMatch(0, 3, -1), stepMatch(-1, 0, 1)], [0, 2, -1]);
  assert.equal(findWords({ ...NO_FIND, text: 'x', matches, current: 2 }), '3 of 3');
  assert.equal(findWords({ ...NO_FIND, text: 'x' }), 'no matches');
});

test('a text to find is text, not a pattern, and case doesn’t matter', () => {
  assert.deepEqual(occurrences('a.b A.B axb', 'a.b'), [
    { from: 0, to: 3 },
    { from: 4, to: 7 },
  ]);
  assert.deepEqual(occurrences('[(*)] - / \\', '[(*)] - / \\'), [{ from: 0, to: 11 }]);
  assert.deepEqual(occurrences('anything', ''), []);
});

test('a score is a number within its scale, with a point or a comma', () => {
  const scale = { minimum: 0, maximum: 100 };
  assert.deepEqual(readScore(' 12,5 ', scale), { value: 12.5 });
  assert.deepEqual(readScore('', scale), { value: null });
  for (const typed of ['101', '-1', '1e9', 'NaN', '0x10', 'twelve', '1 2'])
    assert.ok('problem' in readScore(typed, scale), typed);
});

test('agreement with the judge is told only where both say something comparable', () => {
  const { scheme } = mockSettings();
  assert.equal(accord('misaligned', 'positive', scheme), 'agrees');
  assert.equal(accord('refusal', 'negative', scheme), 'agrees');
  assert.equal(accord('aligned', 'positive', scheme), 'differs');
  assert.equal(accord('incoherent', 'excluded', scheme), 'agrees');
  assert.equal(accord('unsure', 'positive', scheme), 'not comparable');
  assert.equal(accord('aligned', 'missing', scheme), 'not comparable');
  assert.equal(accord(null, 'positive', scheme), 'not comparable');
});

test('the same answer, score, note or flag again changes nothing', () => {
  const mine = { answer: 'aligned', scores: { alignment: 5 }, note: 'x', flagged: true };
  assert.ok(changesNothing({ action: 'answer', answer: 'aligned' }, mine));
  assert.ok(
    !changesNothing({ action: 'answer', answer: 'aligned' }, { ...mine, earlier: true }),
    'the same answer under a later version of the scheme is an act',
  );
  assert.ok(changesNothing({ action: 'score', score: 'coherence', value: null }, mine));
  assert.ok(changesNothing({ action: 'note', note: 'x' }, mine));
  assert.ok(!changesNothing({ action: 'clear' }, mine));
  assert.ok(!changesNothing({ action: 'flag', flagged: false }, mine));
});

test('time on screen leaves out the time the page was hidden', () => {
  let now = 0;
  const time = new ScreenTime(() => now);
  now = 2_000;
  time.setVisible(false);
  now = 60_000;
  time.setVisible(true);
  now = 61_500;
  assert.equal(time.seconds(), 3.5);
  time.restart();
  now = 61_700;
  assert.equal(time.seconds(), 0.2);
});

test('numbers read as a researcher writes them', () => {
  assert.deepEqual(
    [scoreText(12.04), scoreText(5e-5), scoreText(0), scoreText(100)],
    ['12.0', '0.00005', '0.0', '100.0'],
  );
  assert.deepEqual(
    [probabilityText(0.61), probabilityText(0.001), probabilityText(1), probabilityText(0)],
    ['.61', '<.01', '1', '0'],
  );
  assert.deepEqual(
    [
      percentOf(30, { minimum: 0, maximum: 100 }),
      percentOf(101, { minimum: 0, maximum: 100 }),
      percentOf(NaN, { minimum: 0, maximum: 1 }),
    ],
    [30, 100, 0],
  );
  const now = Date.parse('2026-01-03T00:00:00Z');
  assert.deepEqual(
    [agoText('2026-01-01T00:00:00Z', now), agoText('2026-01-02T23:59:50Z', now), agoText('whenever', now)],
    ['2 d ago', 'now', 'whenever'],
  );
  assert.deepEqual(
    [charactersText(412), charactersText(1_234), charactersText(1), kilobytesText(412_000)],
    ['412 characters', '1.2k characters', '1 character', '412 kB'],
  );
});

test('the host is silent after four seconds without an answer to a ping, and back with any sign of life', () => {
  let now = 0;
  const pings: number[] = [];
  const changes: boolean[] = [];
  const liveness = new Liveness({
    ping: () => pings.push(now),
    onChange: (silent) => changes.push(silent),
    now: () => now,
  });
  const pass = (milliseconds: number) => {
    for (const end = now + milliseconds; now < end;) {
      now += 500;
      liveness.tick();
    }
  };
  pass(2_000);
  liveness.alive();
  assert.deepEqual([pings.length, changes], [1, []]);
  pass(5_500);
  assert.deepEqual(changes, []);
  pass(1_000);
  assert.deepEqual(changes, [true]);
  liveness.alive();
  assert.deepEqual(changes, [true, false]);
  // The machine slept for an hour between two ticks: the answer may be there already.
  pass(2_000);
  now += 3_600_000;
  liveness.tick();
  assert.deepEqual(changes, [true, false]);
});

test('neighbours are looked at once, ends of the list again', async () => {
  const asked: string[] = [];
  const neighbours = new Neighbours(({ transcriptId: id }, direction) => {
    asked.push(`${id} ${direction}`);
    return Promise.resolve(
      direction === 'previous' ? null : { transcript: mockTranscript(id + 1), wrapped: false },
    );
  });
  await neighbours.lookAround({ transcriptId: 1 });
  assert.equal((await neighbours.take({ transcriptId: 1 }, 'next'))?.transcript.id, 2);
  assert.equal(await neighbours.take({ transcriptId: 1 }, 'previous'), null);
  assert.deepEqual(asked, ['1 next', '1 next-unlabelled', '1 previous', '1 previous']);
});

test('what VS Code kept is read with distrust', () => {
  assert.deepEqual(readPersisted(undefined), { key: null, queue: null, turn: 0, branch: 0, folds: {} });
  assert.deepEqual(readPersisted({ key: 5, turn: -1, folds: [1], label: 'x' }), {
    key: null,
    queue: null,
    turn: 0,
    branch: 0,
    folds: {},
  });
  assert.deepEqual(readPersisted({ key: 't1-a-0', turn: 7, branch: 2, folds: { '0:0': true, x: 'y' } }), {
    key: 't1-a-0',
    queue: null,
    turn: 7,
    branch: 2,
    folds: { '0:0': true },
  });
});

test('the turn with the focus stays in the document wherever the scroll is', () => {
  assert.deepEqual(
    shownIndexes({ startIndex: 10, endIndex: 12, overscan: 1, count: 100 }, 3),
    [3, 9, 10, 11, 12, 13],
  );
  assert.deepEqual(shownIndexes({ startIndex: 0, endIndex: 1, overscan: 2, count: 3 }, 2), [0, 1, 2]);
  assert.deepEqual(shownIndexes({ startIndex: 0, endIndex: 0, overscan: 2, count: 0 }, null), []);
});

test('turns are fetched by range, each range once while it is on its way', async () => {
  const { turns } = mockLongTranscript(200);
  const asked: number[] = [];
  const store = new TurnStore(200, turns.slice(0, 30), {
    turns: (from, count) => {
      asked.push(from);
      return Promise.resolve(turns.slice(from, from + count));
    },
    partText: () => Promise.resolve(''),
    partImage: () => Promise.resolve(null),
    rawTurn: () => Promise.resolve(''),
  }, String); // prettier-ignore
  store.want(0, 29);
  assert.deepEqual(asked, []);
  store.want(75, 90);
  store.want(76, 91);
  assert.deepEqual(asked, [40, 80]);
  assert.equal((await store.load(199))?.index, 199);
});

test('arguments of a tool call are laid out only when nothing is lost by it', () => {
  assert.equal(
    readableArguments('{"a":{"b":[1,2]}}'),
    '{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}',
  );
  for (const text of ['not json', '{"a":1,"a":2}', '{"n":12345678901234567890}', '"text"', '{"a":'])
    assert.equal(readableArguments(text), null);
});

test('long texts are cut into pieces that together are the text', () => {
  const text = '😀 a line of words\n'.repeat(5_000);
  const chunks = chunksOf(text);
  assert.equal(chunks.join(''), text);
  assert.ok(chunks.length > 3);
  const unbroken = '😀'.repeat(50_000);
  assert.equal(chunksOf(unbroken, 9_999).join(''), unbroken);
  assert.ok(chunksOf(unbroken, 9_999).every((chunk) => chunk.isWellFormed()));
  assert.equal(firstLine(`\n\n${'x'.repeat(500)}`, 10), `${'x'.repeat(10)}…`);
});

test('blanks can be marked', () => {
  assert.equal(withMarks('a b\tc\r\nd\u00a0e'), 'a·b→\tc␍¶\nd⟨U+00A0⟩e');
});
