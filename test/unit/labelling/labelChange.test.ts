import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { EMPTY_LABEL } from '../../../src/core/labelEvent.ts';
import { DEFAULT_LABEL_SCHEME as scheme } from '../../../src/core/labelScheme.ts';
import { applyLabelChange } from '../../../src/host/labelling/labelChange.ts';

test('an answer replaces the one before and leaves note, scores and flag', () => {
  const before = { answer: 'aligned', scores: { alignment: 80 }, note: 'hm', flagged: true };
  assert.deepEqual(applyLabelChange(before, { action: 'answer', answer: 'refusal' }, scheme), {
    ...before,
    answer: 'refusal',
  });
});

test('what changes nothing makes no event', () => {
  const state = { answer: 'aligned', scores: { alignment: 80 }, note: 'hm', flagged: true };
  for (const change of [
    { action: 'answer', answer: 'aligned' },
    { action: 'score', score: 'alignment', value: 80 },
    { action: 'note', note: 'hm' },
    { action: 'flag', flagged: true },
  ] as const) {
    assert.equal(applyLabelChange(state, change, scheme), undefined);
  }
  assert.equal(applyLabelChange(EMPTY_LABEL, { action: 'clear' }, scheme), undefined);
  assert.equal(
    applyLabelChange(EMPTY_LABEL, { action: 'score', score: 'alignment', value: null }, scheme),
    undefined,
  );
});

test('scores keep to their scale, ends included, and can be taken back', () => {
  const at = (value: number | null) =>
    applyLabelChange(EMPTY_LABEL, { action: 'score', score: 'alignment', value }, scheme);
  assert.deepEqual(at(0)?.scores, { alignment: 0 });
  assert.deepEqual(at(100)?.scores, { alignment: 100 });
  for (const outside of [-1, 101, Number.NaN]) assert.throws(() => at(outside), AuditError);
  const scored = { ...EMPTY_LABEL, scores: { alignment: 3, coherence: 4 } };
  const taken = applyLabelChange(scored, { action: 'score', score: 'alignment', value: null }, scheme);
  assert.deepEqual(taken?.scores, { coherence: 4 });
});

test('answers and scores that the scheme does not have are refused', () => {
  assert.throws(
    () => applyLabelChange(EMPTY_LABEL, { action: 'answer', answer: 'evil' }, scheme),
    /no answer “evil”/,
  );
  assert.throws(
    () => applyLabelChange(EMPTY_LABEL, { action: 'score', score: 'iq', value: 3 }, scheme),
    /no score “iq”/,
  );
});
