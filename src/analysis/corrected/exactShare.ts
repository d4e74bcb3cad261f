import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';

const TAIL = 0.025;

/** How far a share may be below and above what was seen. */
export interface Reach {
  readonly down: number;
  readonly up: number;
}

const known = new Map<number, Reach>();
const MOST_KNOWN = 200_000;

/**
 * How far the exact 95 % interval of a share reaches from it; `x` and `n` may be fractions of units, as effective sample
 * sizes are.
 *
 * Source: C. J. Clopper, E. S. Pearson 1934, Biometrika 26:404-413; with effective sizes E. L. Korn, B. I. Graubard 1998,
 * "Confidence intervals for proportions with small expected number of positive counts estimated from survey data", Survey
 * Methodology 24:193-201.
 *
 * @param x 0 <= x <= n
 * @param n over 0
 */
export function exactReach(x: number, n: number): Reach {
  const whole = Number.isInteger(x) && Number.isInteger(n) && n < 1_000_000;
  const key = n * 1_000_000 + x;
  const before = whole ? known.get(key) : undefined;
  if (before !== undefined) return before;
  const share = x / n;
  const rest = Math.max(0, n - x);
  const reach = {
    down: x <= 0 ? 0 : share - (rest <= 1e-9 ? TAIL ** (1 / n) : betaQuantile(TAIL, x, rest + 1)),
    up: rest <= 1e-9 ? 0 : (x <= 0 ? 1 - TAIL ** (1 / n) : betaQuantile(1 - TAIL, x + 1, rest)) - share,
  };
  if (whole) {
    if (known.size > MOST_KNOWN) known.clear();
    known.set(key, reach);
  }
  return reach;
}

/**
 * By how much an interval shrinks because the sample is a part of a finite whole: f / -ln(1-f), a little over the usual
 * sqrt(1-f). With it the exact interval for no positives agrees with the hypergeometric one to a part of a
 * transcript, where sqrt(1-f) would be too short.
 *
 * Source: the limit of (1-f)^M = 0.025 in M, against W. G. Cochran 1977, Sampling Techniques, 2.6.
 *
 * @param fraction of the whole that was sampled, 0..1
 */
export function finiteShrink(fraction: number): number {
  if (fraction <= 0) return 1;
  if (fraction >= 1) return 0;
  return fraction / -Math.log1p(-fraction);
}
