// A judge against a reference over two classes, scores, and intervals, against independent implementations.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { blandAltman } from '../../../src/analysis/agreement/blandAltman.ts';
import { pearson, spearman } from '../../../src/analysis/agreement/correlation.ts';
import { tableOfCounts } from '../../../src/analysis/agreement/crossTable.ts';
import { detection, tableIndices } from '../../../src/analysis/agreement/detection.ts';
import { linsConcordance } from '../../../src/analysis/agreement/linsConcordance.ts';
import { mcnemar } from '../../../src/analysis/agreement/mcnemar.ts';
import { rawAgreement } from '../../../src/analysis/agreement/rawAgreement.ts';
import { specificAgreement } from '../../../src/analysis/agreement/specificAgreement.ts';
import { twoByTwo } from '../../../src/analysis/agreement/twoByTwo.ts';
import { clopperPearson } from '../../../src/analysis/intervals/clopperPearson.ts';
import { newcombeIndependent, newcombePaired } from '../../../src/analysis/intervals/newcombe.ts';
import { twoSidedP, zOf } from '../../../src/analysis/intervals/normal.ts';
import {
  clusterBootstrap,
  clustersOf,
  percentileBootstrap,
  seededDraw,
} from '../../../src/analysis/intervals/percentileBootstrap.ts';
import { tReach } from '../../../src/analysis/intervals/student.ts';
import { tCritical95 } from '../../../src/analysis/studentT.ts';
import { boundsAre, equals, figureIs, ORACLE } from './oracle.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

describe('two classes', () => {
  for (const row of ORACLE.twoByTwo) {
    const cells = [row.both, row.onlyExamined, row.onlyReference, row.neither];
    test(`${cells.join(', ')}: detection, specific agreement, indices, McNemar and Newcombe’s paired interval`, () => {
      const told = detection(row);
      for (const name of ['sensitivity', 'specificity', 'precision', 'negativePredictiveValue'] as const) {
        const expected = row[name];
        if (expected === null) {
          assert.equal(told[name].figure.value, undefined);
          continue;
        }
        figureIs(told[name].figure, expected.value, name);
        boundsAre(told[name].bounds, ...expected.wilson, name);
        const exact = clopperPearson(expected.x, expected.n);
        equals(exact?.low, expected.exact[0]);
        equals(exact?.high, expected.exact[1]);
      }
      const table = tableOfCounts(
        ['p', 'n'],
        [
          [row.both, row.onlyExamined],
          [row.onlyReference, row.neither],
        ],
      );
      assert.deepEqual(Object.values(twoByTwo(table, 'p')), cells);
      figureIs(rawAgreement(table).figure, row.agreement.value);
      for (const [side, expected, span] of [
        ['positive', row.positiveAgreement, row.positiveBounds],
        ['negative', row.negativeAgreement, row.negativeBounds],
      ] as const) {
        const { figure, bounds } = specificAgreement(row)[side];
        if (expected === null) assert.equal(figure.value, undefined);
        else figureIs(figure, expected, side);
        if (span === undefined) assert.equal(bounds.low, undefined);
        else boundsAre(bounds, ...span, side);
      }
      const indices = tableIndices(row);
      for (const [name, expected] of Object.entries(row.indices)) {
        figureIs(indices[name as keyof typeof indices], expected, name);
      }
      for (const [name, expected] of Object.entries(row.mcnemar ?? {})) {
        figureIs(mcnemar(row)[name as 'exact'], expected, name);
      }
      const paired = newcombePaired(row);
      for (const name of ['difference', 'low', 'high'] as const) {
        equals(paired?.[name], row.newcombePaired[name], name);
      }
    });
  }

  test('Newcombe’s paired interval of the consolidation therapy data is -0.1186 to -0.0046, as published', () => {
    const paired = newcombePaired({ both: 59, onlyExamined: 6, onlyReference: 16, neither: 80 });
    assert.deepEqual([paired?.low.toFixed(4), paired?.high.toFixed(4)], ['-0.1186', '-0.0046']);
  });
});

describe('intervals', () => {
  test('Newcombe’s method 10 equals statsmodels and the published table II of 1998', () => {
    for (const { first, second, low, high } of ORACLE.newcombeIndependent) {
      const told = newcombeIndependent(
        { positive: first[0], n: first[1] },
        { positive: second[0], n: second[1] },
      );
      equals(told?.low, low);
      equals(told?.high, high);
    }
    for (const [x1, n1, x2, n2, low, high] of [
      [56, 70, 48, 80, '0.0524', '0.3339'],
      [9, 10, 3, 10, '0.1705', '0.8090'],
      [6, 7, 2, 7, '0.0582', '0.8062'],
      [5, 56, 0, 29, '-0.0381', '0.1926'],
      [0, 10, 0, 20, '-0.1611', '0.2775'],
      [0, 10, 0, 10, '-0.2775', '0.2775'],
      [10, 10, 0, 20, '0.6791', '1.0000'],
      [10, 10, 0, 10, '0.6075', '1.0000'],
    ] as const) {
      const told = newcombeIndependent({ positive: x1, n: n1 }, { positive: x2, n: n2 });
      assert.deepEqual([told?.low.toFixed(4), told?.high.toFixed(4)], [low, high]);
    }
  });

  test('Clopper and Pearson’s equals scipy’s and statsmodels’, at any confidence', () => {
    for (const { x, n, confidence, low, high } of ORACLE.exact) {
      const told = clopperPearson(x, n, confidence);
      equals(told?.low, low);
      equals(told?.high, high);
    }
    assert.equal(clopperPearson(0, 0), undefined);
  });

  test('t and normal reach as far as scipy’s, and as our own finite sums for whole degrees of freedom', () => {
    for (const { degrees, confidence, reach } of ORACLE.student) equals(tReach(degrees, confidence), reach);
    for (const degrees of [1, 2, 9, 100]) equals(tReach(degrees), tCritical95(degrees));
    equals(zOf(0.95), 1.959963984540054);
    equals(zOf(0.99), 2.5758293035489004);
    equals(twoSidedP(-1.959963984540054), 0.05);
  });

  test('the bootstrap equals numpy’s percentiles over the same draws, by item and by cluster', () => {
    const lcg = (seed: number): ((n: number) => number) => {
      let state = BigInt(seed);
      return (n) => {
        state = (state * 1103515245n + 12345n) % 2147483648n;
        return Number(state % BigInt(n));
      };
    };
    const { values, mean: span, clusters, rate } = ORACLE.bootstrap;
    boundsAre(percentileBootstrap(values, mean, lcg(7), 500).bounds, ...span);
    boundsAre(clusterBootstrap(clusters, mean, lcg(11), 500).bounds, ...rate);
  });

  test('the bootstrap is the same for the same seed, another for another, and says what it left out', () => {
    const values = [0, 0, 0, 0, 0, 0, 1, 1];
    const told = (seed: number) => percentileBootstrap(values, mean, seededDraw(seed));
    assert.deepEqual(told(1), told(1));
    assert.notDeepEqual(
      percentileBootstrap([1, 2, 4, 8, 16], mean, seededDraw(1), 50),
      percentileBootstrap([1, 2, 4, 8, 16], mean, seededDraw(2), 50),
    );
    // Undefined without a positive: (6/8)^8 = 10.0 % of resamples.
    const some = percentileBootstrap(
      values,
      (drawn) => (mean(drawn) === 0 ? undefined : mean(drawn)),
      seededDraw(3),
    );
    assert.ok(Math.abs(some.undefinedShare - 0.1) < 0.03, String(some.undefinedShare));
    assert.notEqual(some.bounds.low, undefined);
  });

  test('the bootstrap gives no interval for one unit, for a constant, or when mostly undefined', () => {
    const why = (units: readonly number[], statistic: (drawn: readonly number[]) => number | undefined) => {
      const { bounds } = percentileBootstrap(units, statistic, seededDraw(1), 200);
      return bounds.low === undefined ? bounds.why : undefined;
    };
    assert.equal(why([], mean), 'no-items');
    assert.equal(why([1], mean), 'one-item');
    assert.equal(why([1, 1, 1], mean), 'no-spread');
    assert.equal(
      why([1, 2], () => NaN),
      'mostly-undefined',
    );
  });

  test('items are gathered into their clusters', () => {
    assert.deepEqual(
      clustersOf(['a1', 'b1', 'a2'], (item) => item.charAt(0)),
      [['a1', 'a2'], ['b1']],
    );
  });
});

describe('scores', () => {
  for (const { name, x, y, ...expected } of ORACLE.scores) {
    const pairs = x.map((one, i) => [one, y[i]] as const);
    test(`${name}: correlations, Lin’s concordance, Bland and Altman’s limits`, () => {
      for (const [told, figures] of [
        [pearson(pairs), expected.pearson],
        [spearman(pairs), expected.spearman],
        [linsConcordance(pairs), expected.lin],
      ] as const) {
        figureIs(told.figure, figures.value);
        boundsAre(told.bounds, figures.low, figures.high);
      }
      const told = blandAltman([...pairs, [undefined, 3]]);
      for (const part of ['bias', 'spread', 'lower', 'upper'] as const) {
        figureIs(told[part], expected.blandAltman[part], part);
      }
      for (const part of ['biasBounds', 'lowerBounds', 'upperBounds'] as const) {
        boundsAre(told[part], ...expected.blandAltman[part], part);
      }
    });
  }

  test('Bland and Altman 1986’s peak flow meters differ by -2.1 with a spread of 38.8 l/min', () => {
    const [{ x, y } = { x: [], y: [] }] = ORACLE.scores;
    const told = blandAltman(x.map((one, i) => [one, y[i]] as const));
    assert.deepEqual(
      [told.bias.value?.toFixed(1), told.spread.value?.toFixed(1), told.n],
      ['-2.1', '38.8', 17],
    );
  });
});
