/** Ratings of several raters, in the form that the coefficients for more than two start from. */
import { sum } from './crossTable.ts';
import { type Estimate, symmetric, unbounded, untold } from './figure.ts';
import { tReach } from '../intervals/student.ts';
import { weight, type Weighting } from './weights.ts';

/** One item's ratings, one a rater, in any order; undefined where a rater said nothing. */
export type RatedItem = readonly (string | undefined)[];

export interface ClassCounts {
  readonly classes: readonly string[];
  /** For each item with at least one rating: how many raters chose each class. */
  readonly items: readonly (readonly number[])[];
  /** Items with at least two ratings. */
  readonly paired: number;
  /** Items that nobody rated; they count nowhere. */
  readonly unrated: number;
}

export interface ManyRaterEstimate extends Estimate {
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  readonly standardError: number | undefined;
  /** Items with at least one rating, and with at least two. */
  readonly items: number;
  readonly paired: number;
}

/**
 * Counts each item's ratings.
 *
 * @param classes the scale in its order; classes that occur but aren't named are put behind, in alphabetical order
 */
export function classCounts(items: Iterable<RatedItem>, classes: readonly string[] = []): ClassCounts {
  const rated: string[][] = [];
  let unrated = 0;
  for (const item of items) {
    const given = item.filter((rating) => rating !== undefined);
    if (given.length === 0) unrated++;
    else rated.push(given);
  }
  const seen = new Set(rated.flat());
  const all = [...classes, ...[...seen].filter((name) => !classes.includes(name)).sort()];
  const place = new Map(all.map((name, index) => [name, index]));
  const counted = rated.map((given) => {
    const counts = new Array<number>(all.length).fill(0);
    for (const rating of given) {
      const at = place.get(rating) ?? 0;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  });
  return { classes: all, items: counted, paired: rated.filter((given) => given.length > 1).length, unrated };
}

/** What chance alone gives: overall, and how much one item's ratings add to it (for the spread). */
export interface Chance {
  readonly expected: number;
  readonly ofItem: (counts: readonly number[], ratings: number) => number;
}

/**
 * Agreement of any two raters of an item, less chance, over 1 less chance.
 *
 * Variant for unequal numbers of ratings: observed agreement is the mean over items with two ratings or more of the
 * (weighted) share of agreeing pairs, each item counting once however often it was rated; class shares are means over
 * items with one rating or more. With equal numbers both are the textbook forms. The standard error is that of the
 * linearised coefficient over items (raters fixed, items a large population); the interval is t with items - 1 degrees
 * of freedom.
 *
 * Source: K. L. Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., chapters 2 to 5; for AC1 and equal numbers, K. L.
 * Gwet 2008, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal of
 * Mathematical and Statistical Psychology 61:29-48.
 */
export function chanceCorrected(
  { classes, items, paired }: ClassCounts,
  weighting: Weighting,
  chanceOf: (shares: readonly number[]) => Chance,
): ManyRaterEstimate {
  const n = items.length;
  const none = { observed: undefined, expected: undefined, standardError: undefined };
  const method = 'Gwet, linearised over items, t';
  const refuse = (why: 'no-items' | 'no-pairs'): ManyRaterEstimate => ({
    ...{ figure: untold(why), bounds: unbounded(why), method, items: n, paired },
    ...none,
  });
  if (n === 0) return refuse('no-items');
  if (paired === 0) return refuse('no-pairs');
  const shares = classes.map((_, k) => sum(items.map((counts) => (counts[k] ?? 0) / sum(counts))) / n);
  const chance = chanceOf(shares);
  const { expected } = chance;
  const agreements = items.map((counts) => pairAgreement(counts, weighting));
  const observed = sum(agreements.map((agreement) => agreement ?? 0)) / paired;
  const common = { observed, expected, items: n, paired, method };
  if (shares.some((share) => share > 1 - 1e-12)) {
    return {
      figure: untold('one-class'),
      bounds: unbounded('one-class'),
      ...common,
      standardError: undefined,
    };
  }
  const value = (observed - expected) / (1 - expected);
  if (n === 1) {
    return { figure: { value }, bounds: unbounded('one-item'), ...common, standardError: undefined };
  }
  const squares = items.map((counts, i) => {
    const agreement = agreements[i];
    const own = agreement === undefined ? 0 : ((n / paired) * (agreement - expected)) / (1 - expected);
    const habit = chance.ofItem(counts, sum(counts)) - expected;
    return (own - (2 * (1 - value) * habit) / (1 - expected) - value) ** 2;
  });
  const standardError = Math.sqrt(sum(squares) / (n * (n - 1)));
  const bounds = symmetric(value, standardError, tReach(n - 1));
  return { figure: { value }, bounds, ...common, standardError };
}

/** Weighted share of an item's pairs of ratings that agree; undefined for fewer than two ratings. */
function pairAgreement(counts: readonly number[], weighting: Weighting): number | undefined {
  const ratings = sum(counts);
  if (ratings < 2) return undefined;
  let agreeing = -ratings;
  counts.forEach((one, i) => {
    if (one === 0) return;
    counts.forEach((other, j) => {
      if (other > 0) agreeing += one * other * weight(weighting, i, j, counts.length);
    });
  });
  return agreeing / (ratings * (ratings - 1));
}
