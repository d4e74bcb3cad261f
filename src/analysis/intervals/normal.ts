import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Two-sided normal quantile of a 95 % interval. */
export const Z_95 = 1.959963984540054;

/** How many standard deviations a two-sided normal interval reaches to. */
export function zOf(confidence: number): number {
  return confidence === 0.95 ? Z_95 : quantile((1 + confidence) / 2, 0, 1);
}

/** Probability of a normal deviate at least as far from zero, either side. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * cdf(-Math.abs(z), 0, 1));
}
