// Agreement over classes, against independent implementations and published examples.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crossTable, tableOfCounts } from '../../../src/analysis/agreement/crossTable.ts';
import { fleissKappa } from '../../../src/analysis/agreement/fleissKappa.ts';
import { gwetCoefficient } from '../../../src/analysis/agreement/gwetCoefficient.ts';
import {
  intervalAlpha,
  nominalAlpha,
  ordinalAlpha,
} from '../../../src/analysis/agreement/krippendorffsAlpha.ts';
import { classCounts } from '../../../src/analysis/agreement/manyRaters.ts';
import { weightedKappa } from '../../../src/analysis/agreement/weightedKappa.ts';
import { boundsAre, equals, figureIs, given, ORACLE } from './oracle.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e'];
const Z = 1.959963984540054;

describe('two raters', () => {
  for (const { table, weighting, kappa, standardError } of ORACLE.kappa) {
    test(`kappa, ${weighting}, of ${JSON.stringify(table)}, with its standard error and interval`, () => {
      const result = weightedKappa(tableOfCounts(LETTERS.slice(0, table.length), table), weighting);
      figureIs(result.figure, kappa);
      equals(result.standardError, standardError);
      boundsAre(
        result.bounds,
        Math.max(-1, kappa - Z * standardError),
        Math.min(1, kappa + Z * standardError),
      );
    });
  }

  test('Cohen 1968’s table has the unweighted kappa .492', () => {
    const table = tableOfCounts(LETTERS.slice(0, 3), [
      [88, 10, 2],
      [14, 40, 6],
      [18, 10, 12],
    ]);
    assert.equal(weightedKappa(table).figure.value?.toFixed(3), '0.492');
  });

  test('pairs are counted into the table; missing ones are counted beside it, never in it', () => {
    const table = crossTable(
      [
        ['b', 'a'],
        ['b', 'b'],
        ['z', 'a'],
        ['a', undefined],
        [undefined, 'b'],
        [undefined, undefined],
      ],
      ['a', 'b'],
    );
    assert.deepEqual(table.classes, ['a', 'b', 'z']);
    assert.deepEqual(table.counts, [
      [0, 0, 0],
      [1, 1, 0],
      [1, 0, 0],
    ]);
    assert.deepEqual([table.n, table.onlyFirst, table.onlySecond, table.neither], [3, 1, 1, 1]);
  });

  test('with the classes’ order turned round, weighted kappa stays', () => {
    const pairs = [...'aabbccabbcac'].map((one, i) => [one, 'abcabcaabbca'[i]] as const);
    const [forth, back] = [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
    ].map((order) => weightedKappa(crossTable(pairs, order), 'linear').figure.value);
    equals(forth, back ?? NaN);
  });
});

describe('several raters', () => {
  for (const row of ORACLE.many) {
    const counts = classCounts(given(row.items), row.classes);
    test(`${row.name}, ${row.weighting}: Fleiss’ kappa and Gwet’s AC, with standard errors and intervals`, () => {
      for (const [result, expected] of [
        [fleissKappa(counts, row.weighting), row.fleiss],
        [gwetCoefficient(counts, row.weighting), row.gwet],
      ] as const) {
        figureIs(result.figure, expected.value);
        equals(result.standardError, expected.standardError);
        boundsAre(result.bounds, expected.low, expected.high);
      }
    });
    const { alpha } = row;
    if (alpha === undefined) continue;
    test(`${row.name}: Krippendorff’s alpha, nominal, ordinal and interval`, () => {
      const numbers = given(row.items).map((item) =>
        item.map((rating) => (rating === undefined ? undefined : row.classes.indexOf(rating) + 1)),
      );
      figureIs(nominalAlpha(given(row.items)), alpha.nominal, 'nominal');
      figureIs(ordinalAlpha(numbers), alpha.ordinal, 'ordinal');
      figureIs(intervalAlpha(numbers), alpha.interval, 'interval');
    });
  }

  test('alpha of 0-100 scores, two raters without and three with gaps', () => {
    for (const { items, ordinal, interval } of ORACLE.scoreAlphas) {
      figureIs(ordinalAlpha(given(items)), ordinal);
      figureIs(intervalAlpha(given(items)), interval);
    }
  });

  test('Krippendorff 2011’s example has the published alphas .743, .815 and .849', () => {
    const [example] = ORACLE.many;
    assert.ok(example);
    const items = given(example.items);
    const numbers = items.map((item) =>
      item.map((rating) => (rating === undefined ? undefined : Number(rating))),
    );
    assert.equal(nominalAlpha(items).value?.toFixed(3), '0.743');
    assert.equal(ordinalAlpha(numbers).value?.toFixed(3), '0.815');
    assert.equal(intervalAlpha(numbers).value?.toFixed(3), '0.849');
  });

  test('the same example has the published AC1 .77544 (.14295) and Fleiss’ kappa .76117 (.15302)', () => {
    const counts = classCounts(given(ORACLE.many[0]?.items ?? []));
    const [ac1, kappa] = [gwetCoefficient(counts), fleissKappa(counts)];
    assert.deepEqual(
      [ac1.figure.value, ac1.standardError, kappa.figure.value, kappa.standardError].map((x) =>
        x?.toFixed(5),
      ),
      ['0.77544', '0.14295', '0.76117', '0.15302'],
    );
    assert.deepEqual([counts.items.length, counts.paired, counts.unrated], [12, 11, 0]);
  });

  test('fourteen psychiatrists and ten patients have the published Fleiss’ kappa .210', () => {
    const row = ORACLE.many.find(({ name }) => name === 'psychiatric diagnoses');
    assert.ok(row);
    assert.equal(fleissKappa(classCounts(given(row.items))).figure.value?.toFixed(3), '0.210');
  });

  test('a judge that never says the rare class has AC1 .98 at 2 % and kappa 0 without an interval', () => {
    const pairs = Array.from({ length: 1000 }, (_, i) => ['no', i < 20 ? 'yes' : 'no'] as const);
    assert.equal(gwetCoefficient(classCounts(pairs)).figure.value?.toFixed(2), '0.98');
    const kappa = weightedKappa(crossTable(pairs));
    assert.deepEqual(
      [kappa.figure, kappa.bounds],
      [{ value: 0 }, { low: undefined, why: 'one-class-rater' }],
    );
  });
});
