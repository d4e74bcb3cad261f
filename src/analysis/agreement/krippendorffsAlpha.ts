import { type Figure, untold } from './figure.ts';
import type { RatedItem } from './manyRaters.ts';

/** One item's scores or ranks, one a rater; undefined where a rater said nothing. */
export type ScoredItem = readonly (number | undefined)[];

/**
 * Krippendorff's alpha for classes without order, any number of raters, missing ratings allowed.
 *
 * Items with fewer than two ratings are left out, of the expected disagreement as well. An item rated by m raters counts
 * with weight m (unlike in Fleiss' kappa as used here), and expected disagreement is over pairs without replacement, so that
 * small samples aren't favoured. Its interval is a bootstrap over items (`percentileBootstrap`), not Krippendorff's own.
 *
 * Source: K. Krippendorff 2011, "Computing Krippendorff's alpha-reliability", University of Pennsylvania, section D
 * (nominal, any number of observers, missing data).
 */
export function nominalAlpha(items: Iterable<RatedItem>): Figure {
  const totals = new Map<string, number>();
  let values = 0;
  let within = 0;
  for (const item of items) {
    const given = item.filter((rating) => rating !== undefined);
    if (given.length < 2) continue;
    const counts = new Map<string, number>();
    for (const rating of given) counts.set(rating, (counts.get(rating) ?? 0) + 1);
    let differing = given.length * given.length;
    for (const [rating, count] of counts) {
      differing -= count * count;
      totals.set(rating, (totals.get(rating) ?? 0) + count);
    }
    values += given.length;
    within += differing / (given.length - 1);
  }
  if (values === 0) return untold('no-pairs');
  let between = values * values;
  for (const count of totals.values()) between -= count * count;
  return alpha(within, between, values);
}

/**
 * Krippendorff's alpha for scores whose differences mean something (0-100), squared differences; otherwise as
 * `nominalAlpha`.
 *
 * Source: Krippendorff 2011, metric difference "interval". The sums over all pairs are taken from squared deviations,
 * Σ(a-b)² = 2·m·Σ(a-mean)², which is the same and doesn't grow with the square of the number of scores.
 */
export function intervalAlpha(items: Iterable<ScoredItem>): Figure {
  const units = pairable(items);
  const all = units.flat();
  if (all.length === 0) return untold('no-pairs');
  const within = units.reduce(
    (total, unit) => total + (2 * unit.length * squaredDeviations(unit)) / (unit.length - 1),
    0,
  );
  return alpha(within, 2 * all.length * squaredDeviations(all), all.length);
}

/**
 * Krippendorff's alpha for ordered classes given as any numbers in their order; otherwise as `nominalAlpha`.
 *
 * The ordinal metric between two classes is the number of ratings between them, half of their own included, squared. That is
 * the squared difference of their mid-ranks among all pairable ratings, so this is `intervalAlpha` of mid-ranks.
 *
 * Source: Krippendorff 2011, metric difference "ordinal".
 */
export function ordinalAlpha(items: Iterable<ScoredItem>): Figure {
  const units = pairable(items);
  const rank = midRanks(units.flat());
  return intervalAlpha(units.map((unit) => unit.map((score) => rank.get(score))));
}

/** The mid-rank of each value that occurs, counted from 1. Also what Spearman's correlation goes by. */
export function midRanks(values: readonly number[]): ReadonlyMap<number, number> {
  const sorted = [...values].sort((a, b) => a - b);
  const ranks = new Map<number, number>();
  for (let start = 0; start < sorted.length;) {
    const value = sorted[start] ?? 0;
    let end = start;
    while (sorted[end] === value) end++;
    ranks.set(value, (start + 1 + end) / 2);
    start = end;
  }
  return ranks;
}

function alpha(within: number, between: number, values: number): Figure {
  if (!(between > 0)) return untold('one-class');
  return { value: 1 - ((values - 1) * within) / between };
}

function pairable(items: Iterable<ScoredItem>): number[][] {
  const units: number[][] = [];
  for (const item of items) {
    const given = item.filter((score) => score !== undefined);
    if (given.length > 1) units.push(given);
  }
  return units;
}

/** Exactly zero for equal values, whatever their mean is rounded to. */
function squaredDeviations(values: readonly number[]): number {
  const first = values[0] ?? 0;
  const shifted = values.map((value) => value - first);
  const mean = shifted.reduce((total, value) => total + value, 0) / values.length;
  return shifted.reduce((total, value) => total + (value - mean) ** 2, 0);
}
