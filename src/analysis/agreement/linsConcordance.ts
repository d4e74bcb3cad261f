import { fisher } from './correlation.ts';
import { type Estimate, unbounded, untold, type WhyNot } from './figure.ts';
import { bothScored, covariance, type ScoredPair, summary } from './scoredPairs.ts';

/**
 * Lin's concordance correlation coefficient of two scores: 1 only where both are equal, so a judge that is always 10 points
 * lower is marked down, which correlation doesn't do.
 *
 * Variances and covariance are over n, as in Lin's paper (with n - 1 the value is a trace higher). The interval is that of
 * the z-transformed coefficient with Lin's variance, as corrected in the erratum of 2000; it takes scores as normal.
 *
 * Sources: L. I.-K. Lin 1989, "A concordance correlation coefficient to evaluate reproducibility", Biometrics 45:255-268;
 * erratum 2000, Biometrics 56:324-325.
 */
export function linsConcordance(pairs: Iterable<ScoredPair>): Estimate {
  const both = bothScored(pairs);
  const method = 'Lin’s z, erratum of 2000';
  const n = both.length;
  const refuse = (why: WhyNot): Estimate => ({ figure: untold(why), bounds: unbounded(why), method });
  if (n < 2) return refuse(n === 0 ? 'no-items' : 'one-item');
  const overN = (n - 1) / n;
  const first = summary(both.map(([one]) => one));
  const second = summary(both.map(([, other]) => other));
  const [v1, v2] = [first.variance * overN, second.variance * overN];
  const shift = first.mean - second.mean;
  if (v1 === 0 && v2 === 0) return refuse('no-spread');
  const shared = covariance(both) * overN;
  const value = (2 * shared) / (v1 + v2 + shift * shift);
  const r = v1 === 0 || v2 === 0 ? 0 : shared / Math.sqrt(v1 * v2);
  if (r === 0) return { figure: { value }, bounds: unbounded('no-spread'), method };
  const u2 = (shift * shift) / Math.sqrt(v1 * v2);
  const c2 = value * value;
  const varianceOfZ =
    n < 3
      ? undefined
      : (((1 - r * r) * c2) / ((1 - c2) * r * r) +
          (2 * c2 * value * (1 - value) * u2) / (r * (1 - c2) ** 2) -
          (c2 * c2 * u2 * u2) / (2 * r * r * (1 - c2) ** 2)) /
        (n - 2);
  // Tiny samples can give a variance that is no variance.
  const bounds = varianceOfZ !== undefined && !(varianceOfZ > 1e-14) ? undefined : fisher(value, varianceOfZ);
  return {
    figure: { value },
    bounds: bounds ?? unbounded(value > 1 - 1e-12 ? 'perfect' : 'too-few-items'),
    method,
  };
}
