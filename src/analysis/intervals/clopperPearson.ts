import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import type { Interval } from '../wilson.ts';

/**
 * The exact interval of a proportion: it covers at least as often as it says, at every rate, and so is wider than Wilson's.
 *
 * Source: C. J. Clopper, E. S. Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the
 * binomial", Biometrika 26:404-413, by quantiles of the beta distribution.
 *
 * @param confidence two-sided, 0..1
 * @returns undefined for n = 0
 */
export function clopperPearson(positive: number, n: number, confidence = 0.95): Interval | undefined {
  if (n === 0) return undefined;
  const tail = (1 - confidence) / 2;
  const negative = n - positive;
  return {
    low: positive === 0 ? 0 : betaQuantile(tail, positive, negative + 1),
    high: negative === 0 ? 1 : betaQuantile(1 - tail, positive + 1, negative),
  };
}
