import type { TwoByTwo } from '../agreement/twoByTwo.ts';
import { sizeOf } from '../agreement/twoByTwo.ts';
import { type Interval, wilsonInterval } from '../wilson.ts';

export interface Difference extends Interval {
  /** First proportion less the second, -1..1. */
  readonly difference: number;
}

/**
 * The difference of two independent proportions with Newcombe's hybrid score interval, no continuity correction, 95 %.
 *
 * Source: R. G. Newcombe 1998, "Interval estimation for the difference between independent proportions: comparison of
 * eleven methods", Statistics in Medicine 17:873-890, method 10.
 *
 * @returns undefined where one has no denominator
 */
export function newcombeIndependent(
  first: { readonly positive: number; readonly n: number },
  second: { readonly positive: number; readonly n: number },
): Difference | undefined {
  const [one, other] = [score(first.positive, first.n), score(second.positive, second.n)];
  if (one === undefined || other === undefined) return undefined;
  const difference = one.rate - other.rate;
  return {
    difference,
    low: difference - Math.hypot(one.rate - one.low, other.high - other.rate),
    high: difference + Math.hypot(one.high - one.rate, other.rate - other.low),
  };
}

/**
 * The difference of two proportions over the same items (examined less reference) with Newcombe's interval, 95 %: the
 * independent one, taking the correlation phi into account, corrected for continuity where it is positive.
 *
 * Source: R. G. Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions based on
 * paired data", Statistics in Medicine 17:2635-2650, method 10.
 *
 * @returns undefined for an empty table
 */
export function newcombePaired(table: TwoByTwo): Difference | undefined {
  const { both, onlyExamined, onlyReference, neither } = table;
  const n = sizeOf(table);
  const examined = score(both + onlyExamined, n);
  const reference = score(both + onlyReference, n);
  if (examined === undefined || reference === undefined) return undefined;
  const difference = (onlyExamined - onlyReference) / n;
  const phi = correctedPhi(both, onlyExamined, onlyReference, neither);
  const half = (one: number, other: number): number =>
    Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  return {
    difference,
    low: difference - half(examined.rate - examined.low, reference.high - reference.rate),
    high: difference + half(examined.high - examined.rate, reference.rate - reference.low),
  };
}

/** Zero where a margin is empty; the numerator is lowered by n/2, to no less than zero, where it is positive. */
function correctedPhi(a: number, b: number, c: number, d: number): number {
  const margins = (a + b) * (c + d) * (a + c) * (b + d);
  if (margins === 0) return 0;
  const product = a * d - b * c;
  const corrected = product > 0 ? Math.max(0, product - (a + b + c + d) / 2) : product;
  return corrected / Math.sqrt(margins);
}

function score(positive: number, n: number): (Interval & { readonly rate: number }) | undefined {
  const interval = wilsonInterval(positive, n);
  return interval && { ...interval, rate: positive / n };
}
