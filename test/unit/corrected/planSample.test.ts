import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { frameOf, designsOf } from '../../../src/analysis/corrected/planDesigns.ts';
import { expectedHalfWidth, planSample, type PlanWish } from '../../../src/analysis/corrected/planSample.ts';

const WISH: PlanWish = {
  strata: [
    { name: 'base', judged: { positive: 4, negative: 950, excluded: 40, missing: 6 } },
    { name: 'tuned', judged: { positive: 90, negative: 800, excluded: 100, 'gate-missing': 10 } },
  ],
  guess: { precision: 0.75, missed: 0.01 },
  halfWidth: 0.02,
  estimand: 'run',
};

describe('a planned sample', () => {
  test('comes for every design and two methods, fewest labels first, in whole numbers per stratum', () => {
    const plans = planSample(WISH);
    assert.deepEqual([...new Set(plans.map(({ design }) => design))].sort(), [
      'flagged-plus-random',
      'neyman',
      'proportional',
      'simple',
    ]);
    assert.equal(plans.length, 8);
    const numbers = plans.map(({ labels }) => labels ?? Infinity);
    assert.deepEqual(
      numbers,
      numbers.toSorted((one, other) => one - other),
    );
    for (const { labels, strata, halfWidth, words } of plans) {
      assert.equal(
        strata.reduce((sum, stratum) => sum + stratum.labels, 0),
        labels,
      );
      for (const { size, labels: own } of strata) assert.ok(Number.isInteger(own) && own > 0 && own <= size);
      assert.ok(halfWidth <= WISH.halfWidth);
      assert.match(words, /^About [\d,]+ labels, .*\.$/);
    }
  });

  test('is the smallest that does: one label fewer would be wider', () => {
    const frame = frameOf(WISH.strata);
    const designs = designsOf(frame, WISH.guess);
    for (const { design, method, labels } of planSample(WISH)) {
      const own = designs.find(({ name }) => name === design);
      if (own === undefined || labels === undefined || labels - 1 < own.least) continue;
      assert.ok(expectedHalfWidth(WISH, frame, own, method, labels) <= WISH.halfWidth);
      assert.ok(
        expectedHalfWidth(WISH, frame, own, method, labels - 1) > WISH.halfWidth,
        `${design} ${method}`,
      );
    }
  });

  test('takes all flagged and the rest from the others', () => {
    const plan = planSample(WISH).find(({ design }) => design === 'flagged-plus-random');
    assert.deepEqual(plan?.strata[0], { name: 'flagged', size: 94, labels: 94 });
    assert.equal(plan.strata[1]?.size, 1_906);
  });

  test('needs fewer labels with the judge’s help, and more for a narrower interval', () => {
    const labelsOf = (halfWidth: number, method: string): number =>
      planSample({ ...WISH, halfWidth }).find((plan) => plan.design === 'simple' && plan.method === method)
        ?.labels ?? Infinity;
    assert.ok(labelsOf(0.02, 'ppi') < labelsOf(0.02, 'labels-only'));
    assert.ok(labelsOf(0.01, 'ppi') > labelsOf(0.02, 'ppi'));
  });

  test('is refused for a width that not even all transcripts give, with the one they do', () => {
    for (const { labels, halfWidth, words } of planSample({ ...WISH, estimand: 'model', halfWidth: 0.001 })) {
      assert.equal(labels, undefined);
      assert.ok(halfWidth > 0.001 && halfWidth < 0.02);
      assert.match(words, /^Even all 2,000 transcripts/);
    }
  });

  test('has nothing to say of no transcripts, and no flagged design where nothing is flagged', () => {
    assert.deepEqual(planSample({ ...WISH, strata: [] }), []);
    const plans = planSample({ ...WISH, strata: [{ name: 'all', judged: { negative: 500 } }] });
    assert.deepEqual([...new Set(plans.map(({ design }) => design))], ['simple']);
  });
});

test('a judge that is expected never to miss anything doesn’t make Neyman’s allocation take all that is flagged', () => {
  const plans = planSample({
    strata: [
      { name: 'flagged', judged: { positive: 8_000, excluded: 400 } },
      { name: 'others', judged: { negative: 9_000, excluded: 2_600 } },
    ],
    guess: { precision: 0.95, missed: 0, wronglyCountedIn: 0.04 },
    halfWidth: 0.05,
    estimand: 'run',
  });
  const labels = (design: string): number =>
    plans.find((plan) => plan.design === design && plan.method === 'ppi')?.labels ?? Infinity;
  assert.ok(labels('neyman') < 3 * labels('simple'), `${labels('neyman')} against ${labels('simple')}`);
});
