import { sum } from './crossTable.ts';
import { type ClassCounts, chanceCorrected, type ManyRaterEstimate } from './manyRaters.ts';
import { weight, type Weighting } from './weights.ts';

/**
 * Gwet's AC1, and AC2 with weights, over two or more raters.
 *
 * Chance is taken to be small where one class is common: Σ p(1-p) / (q-1) over the q classes of the scale, so q matters,
 * classes nobody used included. That is why AC1 stays high for a judge that never says the rare class (.98 at 2 %): it
 * never stands alone. For unequal numbers of ratings and for the interval see `chanceCorrected`.
 *
 * Sources: Gwet 2008 (AC1 and its variance); Gwet 2014 for AC2 and unequal numbers of ratings.
 *
 * @returns undefined for a scale of one class, whatever the ratings
 */
export function gwetCoefficient(counts: ClassCounts, weighting: Weighting = 'unweighted'): ManyRaterEstimate {
  const q = counts.classes.length;
  let total = 0;
  for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) total += weight(weighting, i, j, q);
  const scale = q < 2 ? 0 : total / (q * (q - 1));
  return chanceCorrected(counts, weighting, (shares) => ({
    expected: scale * sum(shares.map((share) => share * (1 - share))),
    ofItem: (ofClass, ratings) =>
      (scale * sum(ofClass.map((count, i) => count * (1 - (shares[i] ?? 0))))) / ratings,
  }));
}
