// The printed intervals of kappa and AC1 cover, small tables and rare positives included.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overall } from '../../../src/analysis/agreement/overallAgreement.ts';
import { seededDraw } from '../../../src/analysis/intervals/percentileBootstrap.ts';

const AUDITS = 1500;

for (const [prevalence, sensitivity, specificity, n] of [
  [0.02, 0.7, 0.98, 100],
  [0.1, 0.7, 0.98, 100],
  [0.5, 0.9, 0.995, 100],
  [0.1, 0.9, 0.995, 300],
] as const) {
  test(`at ${prevalence * 100} % positives, ${n} items and a judge of ${sensitivity} and ${specificity}`, () => {
    const cells = [
      prevalence * sensitivity,
      (1 - prevalence) * (1 - specificity),
      prevalence * (1 - sensitivity),
    ] as const;
    const [both, alarm, miss] = cells;
    const [examined, reference] = [both + alarm, both + miss];
    const seen = 1 - alarm - miss;
    const byHabit = examined * reference + (1 - examined) * (1 - reference);
    const share = (examined + reference) / 2;
    const small = 2 * share * (1 - share);
    const truth = { kappa: (seen - byHabit) / (1 - byHabit), ac1: (seen - small) / (1 - small) };
    const draw = seededDraw(11);
    const held = { kappa: 0, ac1: 0 };
    for (let audit = 0; audit < AUDITS; audit++) {
      const counts = [0, 0, 0, 0];
      for (let item = 0; item < n; item++) {
        const at = draw(2 ** 30) / 2 ** 30;
        const cell = at < both ? 0 : at < examined ? 1 : at < examined + miss ? 2 : 3;
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
      const [a = 0, b = 0, c = 0, d = 0] = counts;
      const told = overall({ both: a, onlyExamined: b, onlyReference: c, neither: d });
      for (const name of ['kappa', 'ac1'] as const) {
        const { bounds, figure } = told[name];
        // Nothing is said of a table of one class, which a judge that isn't read at all would be.
        if (figure.value === undefined) held[name]++;
        else if (bounds.low !== undefined && bounds.low <= truth[name] && truth[name] <= bounds.high)
          held[name]++;
      }
    }
    // 94 % less two standard errors of 1,500 audits.
    for (const [name, count] of Object.entries(held))
      assert.ok(count / AUDITS > 0.928, `${name} ${count / AUDITS}`);
  });
}

test('complete agreement has an interval, wider for fewer items, that reaches to 1', () => {
  const width = (n: number): number => {
    const { figure, bounds } = overall({ both: n, onlyExamined: 0, onlyReference: 0, neither: n }).kappa;
    assert.ok(figure.value === 1 && bounds.low !== undefined && bounds.high === 1);
    return bounds.high - bounds.low;
  };
  assert.ok(width(3) > width(30) && width(30) > width(300) && width(300) > 0);
});
