import { tableOfCounts } from './crossTable.ts';
import { type Bounds, type Estimate, unbounded } from './figure.ts';
import { gwetCoefficient } from './gwetCoefficient.ts';
import { rawAgreement } from './rawAgreement.ts';
import type { TwoByTwo } from './twoByTwo.ts';
import { weightedKappa } from './weightedKappa.ts';

/** Items added to each cell before the spread of kappa and AC1 is taken. */
const ADDED = 1;

/**
 * Raw agreement, Cohen's kappa and AC1 of a two-class table, with the intervals to print.
 *
 * The textbook intervals of kappa and AC1 (`weightedKappa`, `gwetCoefficient`) are for large tables: at 2 % positives and 100
 * items kappa's covers 82 % of the time, and after complete agreement there is none. These are the same intervals of the
 * table with one item added to each cell, widened to hold the coefficient itself where it lies outside. They cover at least
 * 94 % in all cases tried (docs/statistics.md has the table), and complete agreement has one too.
 *
 * Source: the idea is that of A. Agresti, B. Caffo 2000, "Simple and effective confidence intervals for proportions and
 * differences of proportions result from adding two successes and two failures", American Statistician 54:280-288; that it
 * serves kappa and AC1 is our own finding.
 */
export function overall(table: TwoByTwo): { agreement: Estimate; kappa: Estimate; ac1: Estimate } {
  return {
    agreement: rawAgreement(counts(table)),
    kappa: widened(weightedKappa(counts(table)), weightedKappa(counts(table, ADDED))),
    ac1: widened(gwetCoefficient(items(table)), gwetCoefficient(items(table, ADDED))),
  };
}

function widened({ figure }: Estimate, added: Estimate): Estimate {
  const method = `${added.method}, one item added to each cell`;
  return { figure, bounds: boundsOf(figure, added.bounds), method };
}

function boundsOf(figure: Estimate['figure'], bounds: Bounds): Bounds {
  if (figure.value === undefined) return unbounded(figure.why);
  if (bounds.low === undefined) return bounds;
  return { low: Math.min(bounds.low, figure.value), high: Math.max(bounds.high, figure.value) };
}

function counts({ both, onlyExamined, onlyReference, neither }: TwoByTwo, added = 0) {
  return tableOfCounts(
    ['positive', 'negative'],
    [
      [both + added, onlyExamined + added],
      [onlyReference + added, neither + added],
    ],
  );
}

/** The same as counts of each item's ratings. */
function items({ both, onlyExamined, onlyReference, neither }: TwoByTwo, added = 0) {
  const repeat = (count: number, ratings: readonly number[]) => Array.from({ length: count }, () => ratings);
  const all = [
    ...repeat(both + added, [2, 0]),
    ...repeat(onlyExamined + onlyReference + 2 * added, [1, 1]),
    ...repeat(neither + added, [0, 2]),
  ];
  return { classes: ['positive', 'negative'], items: all, paired: all.length, unrated: 0 };
}
