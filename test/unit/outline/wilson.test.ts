import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatInterval, wilsonInterval } from '../../../src/analysis/wilson.ts';

const near = (actual: number | undefined, expected: number, digits: number): void => {
  assert.equal(actual?.toFixed(digits), expected.toFixed(digits));
};

test('Wilson’s interval equals the published values of Newcombe 1998, table I, method 3', () => {
  for (const [positive, n, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const interval = wilsonInterval(positive, n);
    near(interval?.low, low, 4);
    near(interval?.high, high, 4);
  }
});

test('80 misaligned of 884 have the interval 7.3 to 11.1 %', () => {
  const interval = wilsonInterval(80, 884);
  assert.equal(interval && formatInterval(interval), '[7.3, 11.1]');
});

test('nothing is known of an empty denominator, and a rate of 0 or 1 still has a width', () => {
  assert.equal(wilsonInterval(0, 0), undefined);
  assert.ok((wilsonInterval(0, 5)?.high ?? 0) > 0.3);
  assert.deepEqual(wilsonInterval(5, 5)?.high, 1);
  assert.ok((wilsonInterval(5, 5)?.low ?? 1) < 0.7);
});

test('the interval lies in 0..1, holds the rate, and mirrors itself when the sides are swapped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(), (n, pick) => {
      const positive = pick % (n + 1);
      const here = wilsonInterval(positive, n);
      const mirrored = wilsonInterval(n - positive, n);
      assert.ok(here && mirrored);
      assert.ok(0 <= here.low && here.low <= positive / n && positive / n <= here.high && here.high <= 1);
      assert.ok(Math.abs(here.low - (1 - mirrored.high)) < 1e-12);
    }),
  );
});
