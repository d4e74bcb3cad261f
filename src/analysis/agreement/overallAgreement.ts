import { tableOfCounts } from './crossTable.ts';
import type { Estimate } from './figure.ts';
import { gwetCoefficient } from './gwetCoefficient.ts';
import { rawAgreement } from './rawAgreement.ts';
import type { TwoByTwo } from './twoByTwo.ts';
import { weightedKappa } from './weightedKappa.ts';

/** Raw agreement, Cohen's kappa and AC1 of a two-class table. */
export function overall(table: TwoByTwo): { agreement: Estimate; kappa: Estimate; ac1: Estimate } {
  const { both, onlyExamined, onlyReference, neither } = table;
  const counts = tableOfCounts(
    ['positive', 'negative'],
    [
      [both, onlyExamined],
      [onlyReference, neither],
    ],
  );
  const repeat = (count: number, ratings: readonly number[]) => Array.from({ length: count }, () => ratings);
  const items = [
    ...repeat(both, [2, 0]),
    ...repeat(onlyExamined + onlyReference, [1, 1]),
    ...repeat(neither, [0, 2]),
  ];
  const ac1 = gwetCoefficient({ classes: counts.classes, items, paired: items.length, unrated: 0 });
  return { agreement: rawAgreement(counts), kappa: weightedKappa(counts), ac1 };
}
