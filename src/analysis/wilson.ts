/** Two-sided normal quantile of a 95 % interval. */
const Z_95 = 1.959963984540054;

export interface Interval {
  /** Both bounds are fractions in 0..1. */
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for a proportion, without continuity correction, 95 %.
 *
 * It is about more answers to the same prompts: it takes the answers as independent and says nothing of other prompts.
 *
 * Source: E. B. Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22:209-212;
 * in the form of R. G. Newcombe 1998, "Two-sided confidence intervals for the single proportion", Statistics in
 * Medicine 17:857-872, method 3.
 *
 * @param positive how many of the n, 0 <= positive <= n
 * @param n the denominator
 * @returns undefined for n = 0: nothing is known
 */
export function wilsonInterval(positive: number, n: number): Interval | undefined {
  if (n === 0) return undefined;
  const z2 = Z_95 * Z_95;
  const negative = n - positive;
  const centre = positive + z2 / 2;
  const spread = Z_95 * Math.sqrt((positive * negative) / n + z2 / 4);
  const low = positive === 0 ? 0 : (centre - spread) / (n + z2);
  const high = negative === 0 ? 1 : (centre + spread) / (n + z2);
  return { low, high };
}

/** `[7.3, 11.1]`, in per cent. */
export function formatInterval({ low, high }: Interval): string {
  return `[${(low * 100).toFixed(1)}, ${(high * 100).toFixed(1)}]`;
}
