import { sum } from './crossTable.ts';
import { type ClassCounts, chanceCorrected, type ManyRaterEstimate } from './manyRaters.ts';
import { weight, type Weighting } from './weights.ts';

/**
 * Fleiss' kappa over any number of raters, who need not be the same for every item, nor equally many.
 *
 * Chance is two ratings drawn from the shares of all raters together, so for two raters this is Scott's pi and not Cohen's
 * kappa. For unequal numbers of ratings and for the interval see `chanceCorrected`.
 *
 * Sources: J. L. Fleiss 1971, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76:378-382;
 * Gwet 2014 for unequal numbers, weights and the spread.
 */
export function fleissKappa(counts: ClassCounts, weighting: Weighting = 'unweighted'): ManyRaterEstimate {
  const q = counts.classes.length;
  return chanceCorrected(counts, weighting, (shares) => {
    const credit = shares.map((_, i) => sum(shares.map((share, j) => share * weight(weighting, i, j, q))));
    return {
      expected: sum(shares.map((share, i) => share * (credit[i] ?? 0))),
      ofItem: (ofClass, ratings) => sum(ofClass.map((count, i) => count * (credit[i] ?? 0))) / ratings,
    };
  });
}
