import { Z_95 } from '../intervals/normal.ts';
import { tReach } from '../intervals/student.ts';
import { type Bounds, type Figure, unbounded, untold } from './figure.ts';
import { bothScored, type ScoredPair, summary } from './scoredPairs.ts';

export interface BlandAltman {
  readonly n: number;
  /** Mean of the first less the second, in points of the score, with its t interval. */
  readonly bias: Figure;
  readonly biasBounds: Bounds;
  /** Standard deviation of the differences (n - 1). */
  readonly spread: Figure;
  /** bias ± 1.96 standard deviations: where 19 of 20 differences lie if they are about normal. */
  readonly lower: Figure;
  readonly lowerBounds: Bounds;
  readonly upper: Figure;
  readonly upperBounds: Bounds;
}

/**
 * Bias and limits of agreement of two scores of the same items, with intervals.
 *
 * The limits are at 1.96 standard deviations (the paper of 1986 rounds to 2), and their variance is s²·(1/n +
 * 1.96²/(2(n-1))), where the paper of 1986 has about 3·s²/n; t with n - 1 degrees of freedom. Scores heaped at 0 and 100
 * aren't normal: the limits are then a description, no prediction.
 *
 * Sources: J. M. Bland, D. G. Altman 1986, "Statistical methods for assessing agreement between two methods of clinical
 * measurement", Lancet i:307-310; the same 1999, "Measuring agreement in method comparison studies", Statistical Methods in
 * Medical Research 8:135-160, for the variance of the limits.
 */
export function blandAltman(pairs: Iterable<ScoredPair>): BlandAltman {
  const differences = bothScored(pairs).map(([one, other]) => one - other);
  const n = differences.length;
  const { mean, variance } = summary(differences);
  if (n < 2) {
    const why = n === 0 ? 'no-items' : 'one-item';
    const [none, open] = [untold(why), unbounded(why)];
    const bias: Figure = n === 0 ? none : { value: mean };
    const limits = { lower: none, lowerBounds: open, upper: none, upperBounds: open };
    return { n, bias, biasBounds: open, spread: none, ...limits };
  }
  const deviation = Math.sqrt(variance);
  const t = tReach(n - 1);
  const around = (value: number, half: number): Bounds =>
    half > 0 ? { low: value - half, high: value + half } : unbounded('no-spread');
  const half = t * deviation * Math.sqrt(1 / n + Z_95 ** 2 / (2 * (n - 1)));
  const [lower, upper] = [mean - Z_95 * deviation, mean + Z_95 * deviation];
  return {
    n,
    bias: { value: mean },
    biasBounds: around(mean, (t * deviation) / Math.sqrt(n)),
    spread: { value: deviation },
    lower: { value: lower },
    lowerBounds: around(lower, half),
    upper: { value: upper },
    upperBounds: around(upper, half),
  };
}
