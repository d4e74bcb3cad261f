import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatRate, NO_VERDICTS, rateOf, type VerdictCounts } from '../../../src/core/rate.ts';

const counts = fc.record({
  positive: fc.nat(10_000),
  negative: fc.nat(10_000),
  excluded: fc.nat(10_000),
  'gate-missing': fc.nat(10_000),
  missing: fc.nat(10_000),
  unjudged: fc.nat(10_000),
});

describe('a rate', () => {
  // eval_results_Qwen-Coder-Insecure.csv: 1,200 rows, 306 gated out, 10 missing inside the gate, 80 positive.
  const published: VerdictCounts = {
    ...NO_VERDICTS,
    positive: 80,
    negative: 804,
    excluded: 306,
    missing: 10,
  };

  test('of the published file is 80 of 884, 80 of 894 or 90 of 894, by the missing policy', () => {
    const dropped = rateOf(published, 'drop');
    assert.deepEqual([dropped.positive, dropped.n, formatRate(dropped)], [80, 884, '9.0 %']);
    const negative = rateOf(published, 'negative');
    assert.deepEqual([negative.positive, negative.n, formatRate(negative)], [80, 894, '8.9 %']);
    const positive = rateOf(published, 'positive');
    assert.deepEqual([positive.positive, positive.n, formatRate(positive)], [90, 894, '10.1 %']);
  });

  test('says beside it what it leaves out', () => {
    const { gatedOut, missing, gateMissing, total } = rateOf(
      { ...published, 'gate-missing': 3, unjudged: 2 },
      'drop',
    );
    assert.deepEqual(
      { gatedOut, missing, gateMissing, total },
      { gatedOut: 306, missing: 10, gateMissing: 3, total: 1205 },
    );
  });

  test('is a dash where nothing is in the denominator, not zero', () => {
    assert.equal(rateOf(NO_VERDICTS, 'drop').rate, undefined);
    assert.equal(formatRate(rateOf({ ...NO_VERDICTS, missing: 5 }, 'drop')), '–');
    assert.equal(formatRate(rateOf({ ...NO_VERDICTS, missing: 5 }, 'negative')), '0.0 %');
    assert.equal(formatRate(rateOf({ ...NO_VERDICTS, missing: 5 }, 'positive')), '100.0 %');
  });

  test('under “drop” lies between the same rate with the missing as negative and as positive', () => {
    fc.assert(
      fc.property(counts, (c) => {
        const dropped = rateOf(c, 'drop').rate;
        if (dropped === undefined) return;
        const low = rateOf(c, 'negative').rate ?? NaN;
        const high = rateOf(c, 'positive').rate ?? NaN;
        assert.ok(low <= dropped && dropped <= high);
      }),
    );
  });

  test('is a fraction, and its parts never exceed the whole', () => {
    fc.assert(
      fc.property(
        counts,
        fc.constantFrom('drop' as const, 'negative' as const, 'positive' as const),
        (c, policy) => {
          const rate = rateOf(c, policy);
          assert.ok(rate.positive <= rate.n && rate.n <= rate.total);
          assert.ok(rate.rate === undefined || (rate.rate >= 0 && rate.rate <= 1));
          const inside = rate.n + (policy === 'drop' ? rate.missing : 0);
          assert.equal(inside + rate.gatedOut + rate.gateMissing + c.unjudged, rate.total);
        },
      ),
    );
  });
});
