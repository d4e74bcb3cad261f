const CONFIDENCE = 0.95;
const cache = new Map<number, number>();

/**
 * The t that a 95 % interval (two-sided) reaches to, for a whole number of degrees of freedom.
 *
 * The probability within ±t is a finite sum of powers of cos θ with θ = arctan(t / sqrt(df)), which is inverted by
 * bisection. Source: Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 *
 * @param df at least 1
 */
export function tCritical95(df: number): number {
  const known = cache.get(df);
  if (known !== undefined) return known;
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (withinProbability(middle, df) < CONFIDENCE) low = middle;
    else high = middle;
  }
  const t = Math.sqrt(df) * Math.tan((low + high) / 2);
  cache.set(df, t);
  return t;
}

/**
 * The probability of a t at least as far from zero, either side, for a whole number of degrees of freedom; by the same
 * sums as `tCritical95`.
 *
 * @param df at least 1
 */
export function tTwoSided(t: number, df: number): number {
  if (!Number.isFinite(t)) return 0;
  return Math.min(1, Math.max(0, 1 - withinProbability(Math.atan(Math.abs(t) / Math.sqrt(df)), df)));
}

/** Probability of |T| < sqrt(df)·tan θ. */
function withinProbability(theta: number, df: number): number {
  const cos = Math.cos(theta);
  const odd = df % 2 === 1;
  let term = odd ? cos : 1;
  let sum = df === 1 ? 0 : term;
  for (let power = odd ? 3 : 2; power <= df - 2; power += 2) {
    term *= (cos * cos * (power - 1)) / power;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}

/** A mean with its 95 % t interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/**
 * The t interval of a mean over independent units (means of prompts, of probes, of models), 95 %.
 *
 * @returns undefined for fewer than two units, and for units that are all alike: no spread is not no uncertainty
 */
export function meanInterval(values: readonly number[]): MeanInterval | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (squares === 0) return undefined;
  const half = tCritical95(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { mean, low: mean - half, high: mean + half, n };
}
