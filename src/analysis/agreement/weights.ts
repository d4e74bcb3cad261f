/** How much credit two classes get that are not the same. Unweighted: none. */
export type Weighting = 'unweighted' | 'linear' | 'quadratic';

/**
 * Credit for the classes of ranks i and j of q, 1 for equal ones and 0 for the two ends.
 *
 * Linear 1 - |i-j|/(q-1), quadratic 1 - (i-j)²/(q-1)², both over ranks: classes count as equally far apart. The number of
 * classes is that of the scale, used or not, which changes linear and quadratic kappa not at all and AC2 a little.
 *
 * Source: J. Cohen 1968, "Weighted kappa: Nominal scale agreement with provision for scaled disagreement or partial
 * credit", Psychological Bulletin 70:213-220 (weights of agreement in the form of Fleiss and Cohen 1973, "The equivalence
 * of weighted kappa and the intraclass correlation coefficient", Educational and Psychological Measurement 33:613-619).
 */
export function weight(weighting: Weighting, i: number, j: number, q: number): number {
  if (i === j) return 1;
  if (weighting === 'unweighted' || q < 2) return 0;
  const apart = Math.abs(i - j) / (q - 1);
  return weighting === 'linear' ? 1 - apart : 1 - apart * apart;
}
