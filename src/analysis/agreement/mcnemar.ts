import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import { twoSidedP } from '../intervals/normal.ts';
import { type Figure, untold } from './figure.ts';
import type { TwoByTwo } from './twoByTwo.ts';

export interface McNemar {
  /** Two-sided, exact: twice the smaller binomial tail, at most 1. Careful. */
  readonly exact: Figure;
  /** Two-sided mid-p: the exact one less the chance of just what was seen. The one to read. */
  readonly midP: Figure;
  /** Two-sided by chi-square with one degree of freedom, no continuity correction, for comparison with others' figures. */
  readonly asymptotic: Figure;
}

/**
 * Whether one rater says positive oftener than the other, over the same items; only those where they differ count.
 *
 * Sources: Q. McNemar 1947, "Note on the sampling error of the difference between correlated proportions or percentages",
 * Psychometrika 12:153-157; M. W. Fagerland, S. Lydersen, P. Laake 2013, "The McNemar test for binary matched-pairs data",
 * BMC Medical Research Methodology 13:91, for the mid-p form.
 */
export function mcnemar({ onlyExamined, onlyReference }: TwoByTwo): McNemar {
  const n = onlyExamined + onlyReference;
  if (n === 0) {
    const none = untold('no-disagreements');
    return { exact: none, midP: none, asymptotic: none };
  }
  const least = Math.min(onlyExamined, onlyReference);
  const tail = binomialAtMost(least, n);
  const point = tail - binomialAtMost(least - 1, n);
  const even = onlyExamined === onlyReference;
  return {
    exact: { value: Math.min(1, 2 * tail) },
    midP: { value: even ? 1 - point : 2 * tail - point },
    asymptotic: { value: twoSidedP((onlyExamined - onlyReference) / Math.sqrt(n)) },
  };
}

/** Probability of at most k of n at one half, by the incomplete beta function. */
function binomialAtMost(k: number, n: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaCdf(0.5, n - k, k + 1);
}
