import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { effectiveVerdict, type Opinion } from '../../../src/core/effectiveLabel.ts';
import type { LabelRole } from '../../../src/core/labelScheme.ts';

const said = (annotator: string, role: LabelRole, adjudicated = false): Opinion => ({
  annotator,
  role,
  adjudicated,
});

const opinions = fc.uniqueArray(
  fc.record({
    annotator: fc.constantFrom('kim', 'ada', 'lee', 'sam'),
    role: fc.constantFrom<LabelRole>('positive', 'negative', 'excluded', 'undecided'),
    adjudicated: fc.boolean(),
  }),
  { selector: (opinion) => opinion.annotator },
);

describe('the effective label', () => {
  test('is none without an answer, and the answer where there is one', () => {
    assert.equal(effectiveVerdict([]), 'none');
    assert.equal(effectiveVerdict([said('kim', 'undecided')]), 'undecided');
  });

  test('is what all agree on, else a conflict', () => {
    assert.equal(effectiveVerdict([said('kim', 'positive'), said('ada', 'positive')]), 'positive');
    assert.equal(effectiveVerdict([said('kim', 'positive'), said('ada', 'negative')]), 'conflict');
    assert.equal(effectiveVerdict([said('kim', 'positive'), said('ada', 'undecided')]), 'conflict');
  });

  test('is the adjudicated one over everybody else, the chosen annotator included', () => {
    const three = [said('kim', 'positive'), said('ada', 'negative'), said('lee', 'excluded', true)];
    assert.equal(effectiveVerdict(three), 'excluded');
    assert.equal(effectiveVerdict(three, 'kim'), 'excluded');
  });

  test('stays a conflict when two adjudications differ', () => {
    assert.equal(
      effectiveVerdict([said('kim', 'positive', true), said('ada', 'negative', true)]),
      'conflict',
    );
  });

  test('is the chosen annotator’s, and none when that person said nothing', () => {
    const two = [said('kim', 'positive'), said('ada', 'negative')];
    assert.equal(effectiveVerdict(two, 'ada'), 'negative');
    assert.equal(effectiveVerdict(two, 'lee'), 'none');
  });

  test('does not depend on the order of the opinions', () => {
    fc.assert(
      fc.property(opinions, fc.option(fc.constantFrom('kim', 'ada'), { nil: undefined }), (all, chosen) => {
        assert.equal(effectiveVerdict([...all].reverse(), chosen), effectiveVerdict(all, chosen));
      }),
    );
  });

  test('is a role that somebody gave, none or a conflict; one more who agrees changes nothing', () => {
    fc.assert(
      fc.property(opinions, (all) => {
        const verdict = effectiveVerdict(all);
        if (verdict === 'none') assert.equal(all.length, 0);
        else if (verdict !== 'conflict') {
          assert.ok(all.some((opinion) => opinion.role === verdict));
          assert.equal(effectiveVerdict([...all, said('zoe', verdict)]), verdict);
        }
      }),
    );
  });
});
