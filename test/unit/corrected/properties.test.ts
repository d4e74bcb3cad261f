import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AuditInput, RateEstimate } from '../../../src/analysis/corrected/auditInput.ts';
import { correctedDifference } from '../../../src/analysis/corrected/correctedDifference.ts';
import { correctedRates, isRefusal } from '../../../src/analysis/corrected/correctedRates.ts';
import { judgeQuality } from '../../../src/analysis/corrected/judgeQuality.ts';
import { rawRates } from '../../../src/analysis/corrected/rawRates.ts';
import { JUDGE_VERDICTS } from '../../../src/core/verdictRule.ts';
import { auditOf } from './oracle.ts';

const RUNS = { numRuns: 300, seed: 5 };

/** Any audit: strata of any verdicts, and of each some transcripts labelled at will. */
const anyAudit = fc
  .array(
    fc.record({
      stratum: fc.constantFrom('a', 'b', 'c'),
      prompt: fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4', 'p5'),
      judge: fc.constantFrom(...JUDGE_VERDICTS),
      n: fc.integer({ min: 0, max: 40 }),
      labels: fc.array(fc.constantFrom('positive', 'negative', 'excluded'), { maxLength: 12 }),
    }),
    { maxLength: 25 },
  )
  .chain((cells) =>
    fc.constantFrom('drop', 'negative', 'positive').map((missing): AuditInput => {
      const units = cells.flatMap(({ stratum, prompt, judge, n, labels }) =>
        labels.slice(0, n).map((human) => ({ stratum, prompt, judge, human }) as const),
      );
      return auditOf(cells, units, missing);
    }),
  );

function printed(input: AuditInput): readonly RateEstimate[] {
  return correctedRates(input).flatMap((figure) => (isRefusal(figure) ? [] : [figure]));
}

describe('whatever the audit', () => {
  test('every figure is a number in its interval, which has a width and lies in 0..1; or a reason in words', () => {
    fc.assert(
      fc.property(anyAudit, (input) => {
        const figures = correctedRates(input);
        assert.equal(figures.length, 12);
        for (const figure of figures) {
          if (isRefusal(figure)) {
            assert.match(figure.words, /\.$/);
            continue;
          }
          const { low, rate, high } = figure;
          assert.ok(
            0 <= low && low <= rate && rate <= high && high <= 1 && high > low,
            JSON.stringify(figure),
          );
        }
      }),
      RUNS,
    );
  });

  test('the order of transcripts and labels doesn’t matter', () => {
    fc.assert(
      fc.property(anyAudit, (input) => {
        const turned = { ...input, frame: input.frame.toReversed(), units: input.units.toReversed() };
        const [one, other] = [printed(input), printed(turned)];
        assert.equal(one.length, other.length);
        one.forEach((figure, at) => {
          for (const key of ['rate', 'low', 'high'] as const) {
            assert.ok(Math.abs(figure[key] - (other[at]?.[key] ?? NaN)) < 1e-9);
          }
        });
      }),
      RUNS,
    );
  });

  test('people who call positive negative, and the judge alike, have the other rate', () => {
    fc.assert(
      fc.property(anyAudit, (input) => {
        const swap = <Word extends string>(word: Word): Word =>
          (word === 'positive' ? 'negative' : word === 'negative' ? 'positive' : word) as Word;
        const swapped: AuditInput = {
          ...input,
          missing: input.missing === 'drop' ? 'drop' : swap(input.missing),
          frame: input.frame.map((cell) => ({ ...cell, judge: swap(cell.judge) })),
          units: input.units.map((unit) => ({ ...unit, judge: swap(unit.judge), human: swap(unit.human) })),
        };
        const others = printed(swapped);
        for (const figure of printed(input)) {
          // Rogan and Gladen count what is outside the gate among the rest, so theirs has no mirror image.
          if (figure.method === 'rogan-gladen') continue;
          const other = others.find(
            ({ method, estimand, clustered }) =>
              method === figure.method && estimand === figure.estimand && clustered === figure.clustered,
          );
          assert.ok(other !== undefined && Math.abs(figure.rate + other.rate - 1) < 1e-9);
          assert.ok(Math.abs(figure.high + other.low - 1) < 1e-7, JSON.stringify([figure, other]));
        }
      }),
      RUNS,
    );
  });

  test('the model’s interval holds the run’s', () => {
    fc.assert(
      fc.property(anyAudit, (input) => {
        const figures = printed(input);
        for (const run of figures.filter(({ estimand }) => estimand === 'run')) {
          for (const model of figures) {
            if (model.method !== run.method || model.estimand !== 'model') continue;
            assert.ok(model.low <= run.low + 1e-9 && model.high >= run.high - 1e-9);
          }
        }
      }),
      RUNS,
    );
  });

  test('nothing throws, and nothing is NaN, in quality, raw rates and differences', () => {
    fc.assert(
      fc.property(anyAudit, anyAudit, (one, other) => {
        assert.doesNotMatch(JSON.stringify([judgeQuality(one), rawRates(one)]), /null/);
        for (const figure of correctedDifference(one, other)) {
          if (isRefusal(figure)) continue;
          const { low, difference, high } = figure;
          assert.ok(-1 <= low && low <= difference && difference <= high && high <= 1 && high > low);
        }
      }),
      RUNS,
    );
  });

  test('an arm differs from itself by nothing, and the other way round by the opposite', () => {
    fc.assert(
      fc.property(anyAudit, anyAudit, (one, other) => {
        for (const figure of correctedDifference(one, one)) {
          if (!isRefusal(figure)) assert.ok(figure.difference === 0 && figure.low < 0 && figure.high > 0);
        }
        const [there, back] = [correctedDifference(one, other), correctedDifference(other, one)];
        there.forEach((figure, at) => {
          const opposite = back[at];
          if (isRefusal(figure) || opposite === undefined || isRefusal(opposite)) return;
          assert.ok(Math.abs(figure.difference + opposite.difference) < 1e-12);
          assert.ok(Math.abs(figure.low + opposite.high) < 1e-9);
        });
      }),
      RUNS,
    );
  });
});
