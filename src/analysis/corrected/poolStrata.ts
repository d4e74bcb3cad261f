/** Strata with fewer labels than this stand together with others that were sampled by nearly the same fraction. */
const FEW_LABELS = 50;
/** Fractions in one pool differ by at most this factor. */
const ALIKE = 1.25;

export interface PooledStratum {
  /** Places of its strata. */
  readonly members: readonly number[];
  /** Labels it is worth (Kish): (Σ w)² / Σ w². */
  readonly effective: number;
  /** What one label of a stratum counts in those. */
  readonly shareOfLabel: (size: number, labels: number) => number;
}

/**
 * Puts small strata together for the intervals, by what was drawn and not by what was said: a sample stratified in
 * proportion is at least as good as a simple one of the same size, and exact intervals of many tiny strata would be far too
 * wide. Strata that were labelled whole, and those with many labels, stand by themselves. Estimates keep each stratum's
 * weight.
 *
 * Source for the effective number: L. Kish 1965, Survey Sampling, 8.2.
 */
export function poolStrata(
  strata: readonly { readonly size: number; readonly labels: number }[],
): readonly PooledStratum[] {
  const fraction = (at: number): number => (strata[at]?.labels ?? 0) / (strata[at]?.size ?? 1);
  const few: number[] = [];
  const pools: number[][] = [];
  strata.forEach(({ size, labels }, at) => {
    if (labels >= FEW_LABELS || labels >= size) pools.push([at]);
    else few.push(at);
  });
  few.sort((one, other) => fraction(one) - fraction(other) || one - other);
  let pool: number[] = [];
  for (const at of few) {
    if (pool.length > 0 && fraction(at) > ALIKE * fraction(pool[0] ?? at)) {
      pools.push(pool);
      pool = [];
    }
    pool.push(at);
  }
  if (pool.length > 0) pools.push(pool);
  return pools.map((members) => {
    let [weights, squares] = [0, 0];
    for (const at of members) {
      const { size, labels } = strata[at] ?? { size: 0, labels: 0 };
      if (labels === 0) continue;
      weights += size;
      squares += (size * size) / labels;
    }
    const effective = squares === 0 ? 0 : (weights * weights) / squares;
    const tidied = Math.abs(effective - Math.round(effective)) < 1e-9 ? Math.round(effective) : effective;
    return {
      members,
      effective: tidied,
      shareOfLabel: (size, labels) => (labels === 0 ? 0 : ((size / labels) * tidied) / weights),
    };
  });
}
