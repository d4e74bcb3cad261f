// What can't be told is said with its reason: never NaN, never a made-up 1, never an interval of zero width.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { blandAltman } from '../../../src/analysis/agreement/blandAltman.ts';
import { pearson, spearman } from '../../../src/analysis/agreement/correlation.ts';
import { crossTable } from '../../../src/analysis/agreement/crossTable.ts';
import { detection, tableIndices } from '../../../src/analysis/agreement/detection.ts';
import {
  type Bounds,
  type Estimate,
  type Figure,
  whyInWords,
} from '../../../src/analysis/agreement/figure.ts';
import { fleissKappa } from '../../../src/analysis/agreement/fleissKappa.ts';
import { gwetCoefficient } from '../../../src/analysis/agreement/gwetCoefficient.ts';
import {
  intervalAlpha,
  nominalAlpha,
  ordinalAlpha,
} from '../../../src/analysis/agreement/krippendorffsAlpha.ts';
import { linsConcordance } from '../../../src/analysis/agreement/linsConcordance.ts';
import { classCounts } from '../../../src/analysis/agreement/manyRaters.ts';
import { mcnemar } from '../../../src/analysis/agreement/mcnemar.ts';
import { rawAgreement } from '../../../src/analysis/agreement/rawAgreement.ts';
import { specificAgreement } from '../../../src/analysis/agreement/specificAgreement.ts';
import { twoByTwo } from '../../../src/analysis/agreement/twoByTwo.ts';
import { weightedKappa } from '../../../src/analysis/agreement/weightedKappa.ts';

type Pairs = readonly (readonly [string | undefined, string | undefined])[];

/** Every class statistic of the pairs, by name. */
function everything(pairs: Pairs): Record<string, Estimate | Figure> {
  const table = crossTable(pairs);
  const square = twoByTwo(table, 'p');
  const counts = classCounts(pairs);
  const kappas = (['unweighted', 'linear', 'quadratic'] as const).flatMap((weighting) => [
    [`kappa ${weighting}`, weightedKappa(table, weighting)] as const,
    [`fleiss ${weighting}`, fleissKappa(counts, weighting)] as const,
    [`gwet ${weighting}`, gwetCoefficient(counts, weighting)] as const,
  ]);
  return {
    ...Object.fromEntries(kappas),
    ...detection(square),
    ...tableIndices(square),
    ...mcnemar(square),
    ...specificAgreement(square),
    raw: rawAgreement(table),
    nominal: nominalAlpha(pairs),
  };
}

const figureOf = (told: Estimate | Figure): Figure => ('figure' in told ? told.figure : told);
const boundsOf = (told: Estimate | Figure): Bounds | undefined =>
  'figure' in told ? told.bounds : undefined;

function why(pairs: Pairs, name: string): string | undefined {
  const told = everything(pairs)[name];
  assert.ok(told, name);
  const figure = figureOf(told);
  return figure.value === undefined ? figure.why : undefined;
}

const p = 'p';
const n = 'n';

describe('what can’t be told', () => {
  test('nothing rated, or nothing rated twice: no figure at all', () => {
    for (const pairs of [
      [],
      [[undefined, undefined]],
      [
        [p, undefined],
        [undefined, n],
      ],
    ] as Pairs[]) {
      for (const [name, told] of Object.entries(everything(pairs))) {
        assert.equal(figureOf(told).value, undefined, name);
      }
    }
    assert.equal(why([], 'kappa unweighted'), 'no-items');
    assert.equal(why([[p, undefined]], 'gwet unweighted'), 'no-pairs');
  });

  test('all of one class: no chance-corrected coefficient, not 1 nor 0', () => {
    const pairs: Pairs = [
      [n, n],
      [n, n],
      [n, n],
    ];
    const names = ['kappa unweighted', 'kappa linear', 'fleiss quadratic', 'gwet unweighted', 'nominal'];
    assert.deepEqual(
      names.map((name) => why(pairs, name)),
      names.map(() => 'one-class'),
    );
    assert.equal(why(pairs, 'sensitivity'), 'no-actual-positives');
    assert.equal(why(pairs, 'precision'), 'no-called-positives');
    assert.equal(why(pairs, 'positive'), 'no-positives');
    assert.equal(why(pairs, 'midP'), 'no-disagreements');
    const raw = everything(pairs)['raw'];
    assert.ok(
      raw &&
        'figure' in raw &&
        raw.figure.value === 1 &&
        raw.bounds.low !== undefined &&
        raw.bounds.low < 0.5,
    );
  });

  test('complete agreement over two classes is 1, without an interval that would be a point', () => {
    const told = everything([
      [n, n],
      [p, p],
      [n, n],
    ]);
    for (const name of ['kappa unweighted', 'fleiss linear', 'gwet quadratic']) {
      const one = told[name];
      assert.ok(one && 'figure' in one);
      assert.deepEqual([one.figure, one.bounds], [{ value: 1 }, { low: undefined, why: 'perfect' }], name);
    }
  });

  test('one item gives no interval', () => {
    const told = everything([[n, p]])['gwet unweighted'];
    assert.ok(told && 'figure' in told);
    assert.deepEqual(told.bounds, { low: undefined, why: 'one-item' });
  });

  test('scores: none, one, all equal, and equal to each other', () => {
    assert.deepEqual(pearson([[1, undefined]]).figure, { value: undefined, why: 'no-items' });
    assert.deepEqual(spearman([[1, 2]]).figure, { value: undefined, why: 'one-item' });
    const flat = [
      [0.1, 3],
      [0.1, 5],
      [0.1, 4],
    ] as const;
    for (const figure of [pearson(flat).figure, spearman(flat).figure]) {
      assert.deepEqual(figure, { value: undefined, why: 'no-spread' });
    }
    assert.deepEqual(linsConcordance(flat).figure, { value: 0 });
    assert.deepEqual(
      linsConcordance([
        [7, 7],
        [7, 7],
      ]).figure,
      { value: undefined, why: 'no-spread' },
    );
    const same = [
      [1, 1],
      [2, 2],
      [5, 5],
      [9, 9],
    ] as const;
    assert.deepEqual(pearson(same).bounds, { low: undefined, why: 'perfect' });
    assert.deepEqual(linsConcordance(same).bounds, { low: undefined, why: 'perfect' });
    assert.deepEqual(blandAltman(same).biasBounds, { low: undefined, why: 'no-spread' });
    assert.deepEqual(blandAltman([[4, 1]]).bias, { value: 3 });
    assert.deepEqual(
      intervalAlpha([
        [0.1, 0.1],
        [0.1, 0.1],
      ]),
      { value: undefined, why: 'one-class' },
    );
    assert.deepEqual(ordinalAlpha([[1, undefined]]), { value: undefined, why: 'no-pairs' });
  });

  test('a weighted kappa whose spread is a trace of rounding has no interval', () => {
    const bounds = boundsOf(
      everything([
        [n, p],
        [n, p],
        ['x', n],
      ])['kappa quadratic'] as Estimate,
    );
    assert.deepEqual(bounds, { low: undefined, why: 'all-differ' });
  });

  test('whatever is rated: no NaN, no infinity, no interval of zero width, and every interval holds its figure', () => {
    const rating = fc.constantFrom(p, n, n, n, 'x', undefined);
    fc.assert(
      fc.property(fc.array(fc.tuple(rating, rating), { maxLength: 12 }), (pairs) => {
        for (const [name, told] of Object.entries(everything(pairs))) {
          const figure = figureOf(told);
          if (figure.value === undefined) assert.ok(whyInWords(figure.why).length > 0);
          else assert.ok(Number.isFinite(figure.value), `${name} ${figure.value}`);
          const bounds = boundsOf(told);
          if (bounds?.low === undefined) continue;
          assert.ok(figure.value !== undefined && bounds.high - bounds.low > 1e-6, name);
          assert.ok(bounds.low - 1e-12 <= figure.value && figure.value <= bounds.high + 1e-12, name);
        }
      }),
    );
  });

  test('whatever is scored, the same holds', () => {
    const score = fc.option(fc.constantFrom(0, 30, 30.1, 85, 100), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { maxLength: 8 }), (pairs) => {
        for (const told of [pearson(pairs), spearman(pairs), linsConcordance(pairs)]) {
          if (told.figure.value !== undefined) assert.ok(Math.abs(told.figure.value) <= 1 + 1e-12);
          if (told.bounds.low === undefined) continue;
          assert.ok(told.figure.value !== undefined && told.bounds.low <= told.figure.value);
          assert.ok(told.bounds.high >= told.figure.value && told.bounds.high > told.bounds.low);
        }
        for (const figure of [intervalAlpha(pairs), ordinalAlpha(pairs), blandAltman(pairs).bias]) {
          if (figure.value !== undefined) assert.ok(Number.isFinite(figure.value));
        }
      }),
    );
  });
});
