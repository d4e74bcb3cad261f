import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cohensKappa } from '../../../src/analysis/agreement/cohensKappa.ts';

test('kappa of a table worked by hand', () => {
  // 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: agreement .7, expected .5, kappa .4.
  const pairs = (count: number, one: string, other: string): [string, string][] =>
    Array.from({ length: count }, () => [one, other]);
  const all = [
    ...pairs(20, 'yes', 'yes'),
    ...pairs(5, 'yes', 'no'),
    ...pairs(10, 'no', 'yes'),
    ...pairs(15, 'no', 'no'),
  ];
  const { n, agreement, expected, kappa } = cohensKappa(all);
  assert.deepEqual([n, agreement, expected], [50, 0.7, 0.5]);
  assert.ok(Math.abs((kappa ?? 0) - 0.4) < 1e-12);
});

test('kappa is undefined, not zero or one, where both always say the same', () => {
  assert.deepEqual(
    cohensKappa([
      ['a', 'a'],
      ['a', 'a'],
    ]),
    { n: 2, agreement: 1, expected: 1, kappa: undefined },
  );
  assert.deepEqual(cohensKappa([]), { n: 0, agreement: undefined, expected: undefined, kappa: undefined });
  assert.equal(
    cohensKappa([
      ['a', 'b'],
      ['b', 'a'],
    ]).kappa,
    -1,
  );
});
