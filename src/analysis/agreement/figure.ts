import type { Interval } from '../wilson.ts';

/** Why a figure or an interval can't be told. */
export type WhyNot =
  | 'no-items'
  | 'one-item'
  | 'too-few-items'
  | 'no-pairs'
  | 'one-class'
  | 'one-class-rater'
  | 'all-differ'
  | 'no-actual-positives'
  | 'no-actual-negatives'
  | 'no-called-positives'
  | 'no-called-negatives'
  | 'no-positives'
  | 'no-negatives'
  | 'no-spread'
  | 'no-disagreements'
  | 'mostly-undefined'
  | 'one-verdict'
  | 'perfect';

/** A statistic, or the reason why there is none. Never NaN, never a made-up 1. */
export type Figure = { readonly value: number } | { readonly value: undefined; readonly why: WhyNot };

/** An interval, or the reason why there is none. Never of zero width. */
export type Bounds = Interval | { readonly low: undefined; readonly why: WhyNot };

/** A statistic with its 95 % interval and the name of the method that made the interval. */
export interface Estimate {
  readonly figure: Figure;
  readonly bounds: Bounds;
  readonly method: string;
}

const WORDS: Readonly<Record<WhyNot, string>> = {
  'no-items': 'nothing was rated',
  'one-item': 'only one item was rated',
  'too-few-items': 'too few items were rated',
  'no-pairs': 'no item was rated twice',
  'one-class': 'all ratings are of one class, so agreement by chance is certain',
  'one-class-rater': 'one rater gave one class only, so it is zero whatever the other says',
  'all-differ': 'the raters agree on nothing, so its spread can’t be estimated',
  'no-actual-positives': 'the reference has no positives',
  'no-actual-negatives': 'the reference has no negatives',
  'no-called-positives': 'nothing was called positive',
  'no-called-negatives': 'nothing was called negative',
  'no-positives': 'neither called anything positive',
  'no-negatives': 'neither called anything negative',
  'no-spread': 'the values do not vary',
  'no-disagreements': 'the two never differ',
  'one-verdict': 'the judge says the same of all of them, so nothing of it is left to chance',
  'mostly-undefined': 'it is undefined in most resamples',
  perfect: 'agreement is complete, so its spread can’t be estimated',
};

/** The reason as half a sentence, to stand after “not told: ”. */
export function whyInWords(why: WhyNot): string {
  return WORDS[why];
}

/** A figure that can't be told. */
export function untold(why: WhyNot): { readonly value: undefined; readonly why: WhyNot } {
  return { value: undefined, why };
}

/** An interval that can't be told. */
export function unbounded(why: WhyNot): { readonly low: undefined; readonly why: WhyNot } {
  return { low: undefined, why };
}

/**
 * value ± reach standard errors, held to -1..1 (unequal numbers of ratings can bring a value below -1). No interval for a standard error of zero, which complete agreement and
 * other degenerate tables have: that isn't certainty.
 */
export function symmetric(value: number, standardError: number, reach: number): Bounds {
  // Rounding leaves traces of 1e-9 where the true spread is zero.
  if (!(standardError > 1e-7)) {
    return unbounded(value > 0.5 ? 'perfect' : value === 0 ? 'one-class-rater' : 'all-differ');
  }
  const half = reach * standardError;
  return { low: Math.max(Math.min(-1, value), value - half), high: Math.min(1, value + half) };
}
