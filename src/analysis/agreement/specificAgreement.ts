import { wilsonInterval } from '../wilson.ts';
import { type Estimate, unbounded, untold, type WhyNot } from './figure.ts';
import type { TwoByTwo } from './twoByTwo.ts';

export interface SpecificAgreement {
  /** 2·both / (positives of the one + positives of the other): how likely the other says positive when one does. */
  readonly positive: Estimate;
  readonly negative: Estimate;
}

/**
 * Positive and negative specific agreement. Positive agreement is the F1 score and Dice's coefficient; neither rater is the
 * reference.
 *
 * The interval: of the items that anyone called positive, the share J that both did is a proportion, and positive agreement
 * is 2J/(1+J); so Wilson's bounds of J are carried over. It takes the number that anyone called positive as given.
 *
 * Sources: R. L. Spitzer, J. L. Fleiss 1974, "A re-analysis of the reliability of psychiatric diagnosis", British Journal
 * of Psychiatry 125:341-347; D. V. Cicchetti, A. R. Feinstein 1990, "High agreement but low kappa: II", Journal of Clinical
 * Epidemiology 43:551-558; E. B. Wilson 1927 for J.
 */
export function specificAgreement(table: TwoByTwo): SpecificAgreement {
  const differing = table.onlyExamined + table.onlyReference;
  return {
    positive: shared(table.both, differing, 'no-positives'),
    negative: shared(table.neither, differing, 'no-negatives'),
  };
}

function shared(alike: number, differing: number, why: WhyNot): Estimate {
  const method = 'Wilson, of the share of items that both named among those that either did';
  const interval = wilsonInterval(alike, alike + differing);
  if (interval === undefined) return { figure: untold(why), bounds: unbounded(why), method };
  const carried = (share: number): number => (2 * share) / (1 + share);
  return {
    figure: { value: (2 * alike) / (2 * alike + differing) },
    bounds: { low: carried(interval.low), high: carried(interval.high) },
    method,
  };
}
