import { Z_95 } from '../intervals/normal.ts';
import { type Bounds, type Estimate, unbounded, untold, type WhyNot } from './figure.ts';
import { midRanks } from './krippendorffsAlpha.ts';
import { bothScored, covariance, type ScoredPair, summary } from './scoredPairs.ts';

/**
 * Pearson's correlation of two scores, with the interval of Fisher's z. It says whether scores rise together, not whether
 * they agree: see `linsConcordance`.
 *
 * Sources: K. Pearson 1896, "Mathematical contributions to the theory of evolution III", Philosophical Transactions A
 * 187:253-318; R. A. Fisher 1921, "On the probable error of a coefficient of correlation deduced from a small sample",
 * Metron 1:3-32 (tanh(atanh r ± 1.96/sqrt(n-3))).
 */
export function pearson(pairs: Iterable<ScoredPair>): Estimate {
  return correlated(bothScored(pairs), (_, n) => 1 / (n - 3), 'Fisher’s z');
}

/**
 * Spearman's correlation: Pearson's of mid-ranks, ties included, with the interval of Fisher's z whose variance is
 * (1 + r²/2)/(n - 3).
 *
 * Sources: C. Spearman 1904, "The proof and measurement of association between two things", American Journal of Psychology
 * 15:72-101; D. G. Bonett, T. A. Wright 2000, "Sample size requirements for estimating Pearson, Kendall and Spearman
 * correlations", Psychometrika 65:23-28, for the variance.
 */
export function spearman(pairs: Iterable<ScoredPair>): Estimate {
  const both = bothScored(pairs);
  const first = midRanks(both.map(([one]) => one));
  const second = midRanks(both.map(([, other]) => other));
  const ranked = both.map(([one, other]) => [first.get(one) ?? 0, second.get(other) ?? 0] as const);
  return correlated(ranked, (r, n) => (1 + (r * r) / 2) / (n - 3), 'Fisher’s z, Bonett and Wright');
}

function correlated(
  pairs: readonly (readonly [number, number])[],
  varianceOfZ: (r: number, n: number) => number,
  method: string,
): Estimate {
  const n = pairs.length;
  const refuse = (why: WhyNot): Estimate => ({ figure: untold(why), bounds: unbounded(why), method });
  if (n < 2) return refuse(n === 0 ? 'no-items' : 'one-item');
  const spreads = [0, 1].map((side) => summary(pairs.map((pair) => pair[side] ?? 0)).variance);
  const scale = Math.sqrt((spreads[0] ?? 0) * (spreads[1] ?? 0));
  if (!(scale > 0)) return refuse('no-spread');
  const r = Math.max(-1, Math.min(1, covariance(pairs) / scale));
  return { figure: { value: r }, bounds: fisher(r, n < 4 ? undefined : varianceOfZ(r, n)), method };
}

/** tanh(atanh r ± 1.96 standard errors); none for r of ±1, where z is infinite, or without a variance. */
export function fisher(r: number, varianceOfZ: number | undefined): Bounds {
  if (varianceOfZ === undefined) return unbounded('too-few-items');
  if (1 - Math.abs(r) < 1e-12) return unbounded(r > 0 ? 'perfect' : 'all-differ');
  const half = Z_95 * Math.sqrt(varianceOfZ);
  return { low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half) };
}
