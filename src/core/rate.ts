import type { JudgeVerdict, MissingPolicy } from './verdictRule.ts';

/** How many transcripts of a population got each verdict. */
export type VerdictCounts = Readonly<Record<JudgeVerdict, number>>;

/** A rate with everything that stands beside it. `rate` is a fraction, undefined for an empty denominator. */
export interface Rate {
  readonly positive: number;
  readonly n: number;
  readonly rate: number | undefined;
  readonly gatedOut: number;
  readonly gateMissing: number;
  readonly missing: number;
  readonly total: number;
}

export const NO_VERDICTS: VerdictCounts = {
  positive: 0,
  negative: 0,
  excluded: 0,
  'gate-missing': 0,
  missing: 0,
  unjudged: 0,
};

/** The rate of positives within the gate; the policy decides what the missing ones inside the gate count as. */
export function rateOf(counts: VerdictCounts, policy: MissingPolicy): Rate {
  const positive = counts.positive + (policy === 'positive' ? counts.missing : 0);
  const n = counts.positive + counts.negative + (policy === 'drop' ? 0 : counts.missing);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    positive,
    n,
    rate: n === 0 ? undefined : positive / n,
    gatedOut: counts.excluded,
    gateMissing: counts['gate-missing'],
    missing: counts.missing,
    total,
  };
}

/** One decimal and a unit, `9.0 %`; a dash where there is no denominator. */
export function formatRate(rate: Rate): string {
  return rate.rate === undefined ? '–' : `${(rate.rate * 100).toFixed(1)} %`;
}
