import type { PairedPrompts } from '../../core/findingSource.ts';
import { tTwoSided } from '../studentT.ts';

/** Fewer shared prompts say nothing of how much prompts differ. */
export const LEAST_PROMPTS = 5;

export interface PairedDifference {
  /** Mean over prompts of the first arm's rate less the second one's. */
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  /** Two-sided, before any correction for several comparisons. */
  readonly p: number;
  readonly prompts: number;
}

/**
 * Compares two arms over the prompts they share: a t test on the differences of the prompts' rates, so that prompts (and
 * not answers) are what is counted.
 *
 * Rates are proportions: with few answers a prompt, all differences may be the same by chance, and a plain t would then be
 * infinite. So the standard error is at least the binomial one under the null hypothesis, from the pooled rate (one
 * positive and one negative added): p(1-p)·Σ(1/nA + 1/nB) / k². That makes the test a little more careful than 5 %.
 *
 * Sources: Student 1908; Miller 2024, "Adding error bars to evals", for pairing and clustering; docs/statistics.md has
 * what a simulation of the null hypothesis gave.
 *
 * @returns undefined for fewer than five shared prompts
 */
export function pairedDifference(pair: PairedPrompts): PairedDifference | undefined {
  const { prompts: k, sumD, sumD2, sumInverseN } = pair;
  if (k < LEAST_PROMPTS) return undefined;
  const difference = sumD / k;
  const spread = Math.max(0, sumD2 - k * difference * difference) / (k - 1) / k;
  const pooled = (pair.positiveA + pair.positiveB + 1) / (pair.nA + pair.nB + 2);
  const floor = (pooled * (1 - pooled) * sumInverseN) / (k * k);
  const standardError = Math.sqrt(Math.max(spread, floor));
  const t = difference / standardError;
  return { difference, standardError, t, p: tTwoSided(t, k - 1), prompts: k };
}
