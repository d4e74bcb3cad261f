import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { originOf } from '../../../src/host/labelling/labelOrigin.ts';
import { labelEvent } from '../../support/labelEvents.ts';

const OTHER: LabelScheme = {
  name: 'wants memory',
  answers: [{ id: 'yes', key: '1', name: 'asks for it', role: 'positive', description: '' }],
  scores: [],
};
const store = { labelScheme: (version: string) => (version === 'other' ? OTHER : undefined) };
const stateOf = (answer: string | null) => ({ answer, scores: {}, note: '', flagged: false });
const label = (answer: string | null) => ({ annotator: 'lee', state: stateOf(answer), time: '' });

test('an answer of another scheme keeps the name and role that it had there', () => {
  const events = [
    labelEvent('1', {
      annotator: 'lee',
      seq: 1,
      state: stateOf('yes'),
      scheme: { name: 'm', version: 'other' },
    }),
    labelEvent('2', { annotator: 'kim', seq: 2 }),
  ];
  assert.deepEqual(originOf(label('yes'), events, DEFAULT_LABEL_SCHEME, store), {
    given: { name: 'asks for it', role: 'positive' },
  });
  assert.deepEqual(originOf(label('yes'), events, OTHER, store), {}, 'the page’s own scheme tells it');
});

test('an answer whose id means something else by now keeps the name and role it was given with', () => {
  const now = { ...OTHER, answers: OTHER.answers.map((one) => ({ ...one, role: 'negative' as const })) };
  const events = [
    labelEvent('1', { annotator: 'lee', state: stateOf('yes'), scheme: { name: 'm', version: 'other' } }),
  ];
  assert.deepEqual(originOf(label('yes'), events, now, store), {
    given: { name: 'asks for it', role: 'positive' },
  });
});

test('a label that a file carried says which, until somebody says something by hand', () => {
  const carried = labelEvent('1', { annotator: 'lee', seq: -9, source: 'the column “human” of results.csv' });
  const origin = originOf(label('misaligned'), [carried], DEFAULT_LABEL_SCHEME, store);
  assert.deepEqual(origin, { source: 'the column “human” of results.csv' });
  // Earlier by the clock, later by sequence.
  const given = labelEvent('2', { annotator: 'lee', seq: 1, time: '2001-01-01T00:00:00.000Z' });
  assert.deepEqual(originOf(label('misaligned'), [given, carried], DEFAULT_LABEL_SCHEME, store), {});
});

test('answers of schemes that haven’t arrived, and labels on passages, tell nothing', () => {
  const span = { turn: 1, part: 0, from: 0, to: 3, quote: 'why' };
  const events = [
    labelEvent('1', { annotator: 'lee', state: stateOf('yes'), scheme: { name: 'm', version: 'unknown' } }),
    labelEvent('2', { annotator: 'lee', seq: 5, source: 'a file', span }),
  ];
  assert.deepEqual(originOf(label('yes'), events, DEFAULT_LABEL_SCHEME, store), {});
});
