import quantile from '@stdlib/stats-base-dists-t-quantile';

/** How many standard errors a two-sided t interval reaches to, for any positive degrees of freedom, whole or not. */
export function tReach(degrees: number, confidence = 0.95): number {
  return quantile((1 + confidence) / 2, degrees);
}
