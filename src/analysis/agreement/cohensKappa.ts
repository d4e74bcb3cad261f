/** Agreement of two raters on the same items, beyond what their own habits would give by chance. */

export interface TwoRaterAgreement {
  /** Items that both rated. */
  readonly n: number;
  /** Share of them rated alike, 0..1; undefined without items. */
  readonly agreement: number | undefined;
  /** The share to expect if both rated independently at their own rates. */
  readonly expected: number | undefined;
  /** (agreement - expected) / (1 - expected); undefined when both gave one and the same rating throughout. */
  readonly kappa: number | undefined;
}

/**
 * Cohen's unweighted kappa over any number of nominal classes.
 *
 * Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960),
 * 37-46.
 *
 * @param pairs the two ratings of each item; items that one of the two didn't rate are left out by the caller, or rated
 * with a class of their own
 */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): TwoRaterAgreement {
  const n = pairs.length;
  if (n === 0) return { n, agreement: undefined, expected: undefined, kappa: undefined };
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let alike = 0;
  for (const [one, other] of pairs) {
    first.set(one, (first.get(one) ?? 0) + 1);
    second.set(other, (second.get(other) ?? 0) + 1);
    if (one === other) alike++;
  }
  let products = 0;
  for (const [rating, count] of first) products += count * (second.get(rating) ?? 0);
  const agreement = alike / n;
  const expected = products / (n * n);
  // Counted in whole items, since 1 - expected is rounded.
  const kappa = products === n * n ? undefined : (agreement - expected) / (1 - expected);
  return { n, agreement, expected, kappa };
}
