import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Estimate } from '../../../src/analysis/agreement/figure.ts';
import { calibration } from '../../../src/analysis/corrected/calibration.ts';
import { correctedRates, isRefusal } from '../../../src/analysis/corrected/correctedRates.ts';
import { correctedDifference } from '../../../src/analysis/corrected/correctedDifference.ts';
import { exactReach } from '../../../src/analysis/corrected/exactShare.ts';
import { judgeQuality } from '../../../src/analysis/corrected/judgeQuality.ts';
import { rawRates } from '../../../src/analysis/corrected/rawRates.ts';
import { inputOf, oracle } from './oracle.ts';

const CLOSE = 1e-9;

function assertClose(actual: number | undefined, expected: number, what: string): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) <= CLOSE, `${what}: ${actual} is not ${expected}`);
}

describe('corrected rates equal an implementation that works transcript by transcript, to 1e-9', () => {
  for (const one of oracle.cases) {
    test(one.name, () => {
      const figures = correctedRates(inputOf(one));
      for (const { method, estimand, clustered, rate, low, high } of one.rates) {
        const what = `${method}, ${estimand}${clustered ? ', clustered' : ''}`;
        const figure = figures.find(
          (each) => each.method === method && each.estimand === estimand && each.clustered === clustered,
        );
        assert.ok(figure !== undefined && !isRefusal(figure), `${what} is refused`);
        assertClose(figure.rate, rate, `${what}: rate`);
        assertClose(figure.low, low, `${what}: low`);
        assertClose(figure.high, high, `${what}: high`);
      }
      const printed = figures.flatMap((figure) => (isRefusal(figure) ? [] : [figure]));
      assert.ok(
        printed.every(({ low, high }) => high > low),
        'an interval has no width',
      );
    });
  }
});

describe('judge quality equals shares weighted transcript by transcript, to 1e-9', () => {
  for (const one of oracle.cases) {
    test(one.name, () => {
      const quality = judgeQuality(inputOf(one));
      assert.ok(!isRefusal(quality));
      for (const [name, expected] of Object.entries(one.quality)) {
        const { figure, bounds }: Estimate = quality[name as 'sensitivity'];
        assert.equal(figure.value === undefined, expected === null, `${name} is told or not`);
        if (expected === null) continue;
        assertClose(figure.value, expected.value, name);
        assert.equal(bounds.low === undefined, expected.low === undefined, `${name} has an interval or not`);
        if (bounds.low === undefined || expected.low === undefined || expected.high === undefined) continue;
        assertClose(bounds.low, expected.low, `${name}: low`);
        assertClose(bounds.high, expected.high, `${name}: high`);
      }
    });
  }
});

describe('differences of two arms equal those of the transcript-by-transcript implementation, to 1e-9', () => {
  const inputs = new Map(oracle.cases.map((one) => [one.name, inputOf(one)]));
  for (const { one, other, differences } of oracle.pairs) {
    test(`${one} less ${other}`, () => {
      const [first, second] = [inputs.get(one), inputs.get(other)];
      assert.ok(first !== undefined && second !== undefined && differences.length > 0);
      const figures = correctedDifference(first, second);
      for (const { method, estimand, clustered, paired, difference, low, high } of differences) {
        const what = `${method}, ${estimand}${clustered ? ', clustered' : ''}`;
        const figure = figures.find(
          (each) => each.method === method && each.estimand === estimand && each.clustered === clustered,
        );
        assert.ok(figure !== undefined && !isRefusal(figure), `${what} is refused`);
        assert.equal(figure.paired, paired, what);
        assertClose(figure.difference, difference, what);
        assertClose(figure.low, low, `${what}: low`);
        assertClose(figure.high, high, `${what}: high`);
      }
    });
  }
});

test('raw rates equal statsmodels’ Wilson interval, and the one over prompts', () => {
  for (const one of oracle.cases) {
    const raw = rawRates(inputOf(one));
    if (one.raw === null) {
      assert.deepEqual(raw, []);
      continue;
    }
    const [rate, positive, n, low, high, clusteredLow, clusteredHigh] = one.raw;
    assert.equal(raw.length, clusteredLow === undefined ? 2 : 3);
    for (const figure of raw) {
      assertClose(figure.rate, rate ?? NaN, one.name);
      assert.deepEqual([figure.positive, figure.n], [positive, n]);
    }
    assert.equal(raw[0]?.interval, undefined);
    assertClose(raw[1]?.interval?.low, low ?? NaN, `${one.name}: Wilson’s low`);
    assertClose(raw[1]?.interval?.high, high ?? NaN, `${one.name}: Wilson’s high`);
    if (clusteredLow === undefined) continue;
    assertClose(raw[2]?.interval?.low, clusteredLow, `${one.name}: low over prompts`);
    assertClose(raw[2]?.interval?.high, clusteredHigh ?? NaN, `${one.name}: high over prompts`);
  }
});

test('exact intervals equal those of statsmodels, and of scipy for fractions of labels', () => {
  for (const [x, n, low, high] of oracle.exact) {
    const { down, up } = exactReach(x, n);
    assertClose(x / n - down, low, `low of ${x} in ${n}`);
    assertClose(x / n + up, high, `high of ${x} in ${n}`);
  }
});

test('the calibration curve equals weighted means of its bins', () => {
  const { strata, units, bounds, bins } = oracle.calibration;
  const curve = calibration({
    strata: strata.map(([name, size, answered]) => ({ name, size, answered })),
    units: units.map(([stratum, score, positive]) => ({ stratum, score, positive })),
    bounds,
  });
  assert.ok(!isRefusal(curve));
  curve.forEach((bin, at) => {
    const [labels, weight, meanScore, share, low, high] = bins[at] ?? [];
    assert.equal(bin.labels, labels);
    assertClose(bin.weight, weight ?? NaN, 'weight');
    assertClose(bin.meanScore, meanScore ?? NaN, 'mean score');
    assertClose(bin.share, share ?? NaN, 'share');
    assertClose(bin.low, low ?? NaN, 'low');
    assertClose(bin.high, high ?? NaN, 'high');
  });
});
