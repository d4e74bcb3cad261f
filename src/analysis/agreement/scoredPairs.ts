/** An item's two scores; undefined where that rater gave none. */
export type ScoredPair = readonly [number | undefined, number | undefined];

/** The pairs of which both scores are there. */
export function bothScored(pairs: Iterable<ScoredPair>): (readonly [number, number])[] {
  const both: (readonly [number, number])[] = [];
  for (const [one, other] of pairs) if (one !== undefined && other !== undefined) both.push([one, other]);
  return both;
}

/**
 * Mean and variance (over n - 1), in two passes, so that scores far from zero lose nothing; the variance of equal values is
 * exactly zero.
 */
export function summary(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const first = values[0] ?? 0;
  const shifted = values.map((value) => value - first);
  const mean = shifted.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
  const squares = shifted.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean: first + mean, variance: values.length < 2 ? 0 : squares / (values.length - 1) };
}

/** Covariance (over n - 1). */
export function covariance(pairs: readonly (readonly [number, number])[]): number {
  const means = [0, 1].map((side) => summary(pairs.map((pair) => pair[side] ?? 0)).mean);
  const products = pairs.reduce(
    (total, [one, other]) => total + (one - (means[0] ?? 0)) * (other - (means[1] ?? 0)),
    0,
  );
  return pairs.length < 2 ? 0 : products / (pairs.length - 1);
}
