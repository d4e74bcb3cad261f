import { AuditError } from '../../core/errors.ts';

export interface AllocationStratum {
  readonly name: string;
  /** Transcripts in it. */
  readonly size: number;
  /**
   * Expected standard deviation of what is estimated within it, for a rate `rateSpread` of the expected rate. The same for
   * all (or left out) allocates in proportion to size.
   */
  readonly spread?: number;
  /** Drawn of it already; at least so many are drawn in all. */
  readonly drawn?: number;
}

/** sqrt(p(1-p)), for a rate expected to be p. */
export function rateSpread(rate: number): number {
  return Math.sqrt(Math.max(0, rate * (1 - rate)));
}

/**
 * Shares n out over strata: in proportion to size × spread (Neyman's allocation; without spreads, proportional), with at
 * least `minimum` in each and no more than there are, rounded to whole transcripts by largest remainders (by name where
 * these are equal). A stratum expected to have no spread still gets the minimum: expectations are wrong sometimes.
 *
 * Sources: J. Neyman 1934, "On the two different aspects of the representative method", Journal of the Royal Statistical
 * Society 97:558-625; Cochran 1977, sections 5.5 and 5.8 (strata that would be sampled more than whole).
 *
 * @returns numbers by stratum, which add up to n, or to all there are when n is more
 * @throws AuditError (bad-input) when n is less than the minimums ask for together
 */
export function allocate(
  n: number,
  strata: readonly AllocationStratum[],
  minimum = 1,
): ReadonlyMap<string, number> {
  const ordered = [...strata].sort((a, b) => (a.name < b.name ? -1 : 1));
  const floors = ordered.map(({ size, drawn = 0 }) => Math.min(size, Math.max(minimum, drawn)));
  const least = floors.reduce((total, floor) => total + floor, 0);
  if (!Number.isSafeInteger(n) || n < least) {
    throw new AuditError(
      'bad-input',
      `${n} transcripts can’t be shared out over ${strata.length} strata.`,
      `At least ${least} are needed, with ${minimum} or what was drawn already in each.`,
    );
  }
  const weights = ordered.map(({ size, spread = 1 }) => size * spread);
  const exact = shareOut(
    n,
    weights,
    floors,
    ordered.map(({ size }) => size),
  );
  return new Map(
    roundToSum(
      exact,
      ordered.map(({ size }) => size),
    ).map((number, h) => [ordered[h]?.name ?? '', number]),
  );
}

/** Shares of n in proportion to weights, each between floor and size: min(size, max(floor, c·weight)) for the c that fits. */
function shareOut(
  n: number,
  weights: readonly number[],
  floors: readonly number[],
  sizes: readonly number[],
): number[] {
  const at = (c: number, spare: number): number[] =>
    weights.map((weight, h) =>
      Math.min(sizes[h] ?? 0, Math.max(floors[h] ?? 0, c * weight + spare * (sizes[h] ?? 0))),
    );
  const total = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0);
  const target = Math.min(n, total(sizes));
  const heaviest = Math.max(0, ...weights);
  const lightest = Math.min(...weights.filter((weight) => weight > 0), Infinity);
  // What strata with a spread can't take goes to those without, in proportion to size.
  const most = Number.isFinite(lightest) ? (Math.max(0, ...sizes) + 1) / lightest : 0;
  const withSpread = heaviest > 0 && total(at(most, 0)) >= target;
  let [low, high] = [0, withSpread ? most : 1];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (total(withSpread ? at(middle, 0) : at(most, middle)) < target) low = middle;
    else high = middle;
  }
  return withSpread ? at(high, 0) : at(most, high);
}

/** Whole numbers with the same sum, each within 1 of its share; the largest remainders are rounded up. */
function roundToSum(shares: readonly number[], sizes: readonly number[]): number[] {
  const whole = shares.map((share) => Math.floor(share + 1e-9));
  let left = Math.round(shares.reduce((sum, share) => sum + share, 0)) - whole.reduce((sum, n) => sum + n, 0);
  const byRemainder = shares
    .map((share, h) => ({ h, remainder: Math.round((share - (whole[h] ?? 0)) * 1e9) }))
    .sort((a, b) => b.remainder - a.remainder || a.h - b.h);
  for (const { h } of byRemainder) {
    if (left > 0 && (whole[h] ?? 0) < (sizes[h] ?? 0)) {
      whole[h] = (whole[h] ?? 0) + 1;
      left--;
    }
  }
  return whole;
}
