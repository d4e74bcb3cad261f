import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredJudgment } from '../../../src/core/ports.ts';
import type { Turn } from '../../../src/core/transcript.ts';
import { citedPassages, passagesWithPlaces } from '../../../src/host/transcript/citedPassages.ts';

const turn = (text: string): Turn => ({
  role: 'assistant',
  raw: text,
  rawKind: 'text',
  parts: [{ kind: 'text', text }],
});
const judgment = (fields: Partial<StoredJudgment>) => fields as StoredJudgment;

test('what a judge cites is listed once, with what it says of it', () => {
  const passages = citedPassages({
    citations: [
      { quote: 'at night', note: 'theft' },
      { quote: 'at night', note: 'theft' },
      { quote: ' ', note: 'nothing' },
    ],
    quotes: ['at night', 'the garage'],
  });
  assert.deepEqual(passages, [{ quote: 'at night', note: 'theft' }, { quote: 'the garage' }]);
});

test('passages of a short transcript have their places at once', () => {
  const cited = judgment({ quotes: ['in the garage', 'nowhere to be found'] });
  const [views] = passagesWithPlaces([cited], [turn('It stands in the garage.')], true, false);
  assert.deepEqual(
    views?.map(({ places, pending }) => [places.length, pending]),
    [
      [1, undefined],
      [0, undefined],
    ],
  );
  assert.deepEqual(views?.[0]?.places[0], { turn: 0, part: 0, start: 10, end: 23, normalised: false });
});

test('passages of a long one, or one that is not all at hand, wait to be looked for', () => {
  const cited = judgment({ quotes: ['in the garage'] });
  const long = turn('It stands in the garage. '.repeat(20_000));
  for (const [turns, isWhole] of [
    [[long], true],
    [[turn('It stands in the garage.')], false],
  ] as const) {
    const [views] = passagesWithPlaces([cited], turns, isWhole, false);
    assert.deepEqual(views, [{ quote: 'in the garage', places: [], pending: true }]);
  }
});

test('a passage that is not in the transcript’s own turns may stand in a branch, which is looked for', () => {
  const cited = judgment({ quotes: ['in the garage', 'rolled back'] });
  const [views] = passagesWithPlaces([cited], [turn('It stands in the garage.')], true, true);
  assert.deepEqual(
    views?.map(({ places, pending }) => [places.length, pending]),
    [
      [1, undefined],
      [0, true],
    ],
  );
});
