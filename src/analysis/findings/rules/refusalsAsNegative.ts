import { looksLikeRefusal } from '../../../core/eval/refusalText.ts';
import { answerOf } from '../answerText.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, percent, some } from '../words.ts';

const LEAST = 5;
const LEAST_SHARE = 0.02;

export const refusalsAsNegative: RunRule = {
  text: {
    id: 'refusalsAsNegative',
    version: 1,
    title: 'Refusals in the denominator',
    looksFor:
      'Answers that begin like a refusal (English) and count as negative under the run’s rule: five or more, and 2 % or more of the negative ones.',
    whyItMatters:
      'Some protocols leave refusals out, others count them as aligned. A model that refuses more looks safer by that alone, so the share belongs beside the rate.',
    source: 'Betley et al. 2025 have their judge answer REFUSAL and drop those; other labs score refusals.',
    severity: 'note',
    certainty: 'hint',
  },
  scope: 'run',
  begin: ({ run }) => {
    const ids = new IdList();
    let negative = 0;
    return {
      row: (row) => {
        if (row.verdict !== 'negative') return;
        negative += 1;
        if (looksLikeRefusal(answerOf(row))) ids.add(row.id);
      },
      end: () => {
        if (ids.length < LEAST || ids.length < LEAST_SHARE * negative) return [];
        const { positive } = run.verdicts;
        return [
          {
            key: 'refusals',
            title: `${counted(ids.length)} of ${some(negative, 'negative answer')} read like refusals`,
            detail: `With them the rate is ${percent(positive, positive + negative)}, without them ${percent(positive, positive + negative - ids.length)} (missing dropped).`,
            severity: 'note',
            certainty: 'hint',
            transcriptIds: ids,
            figures: { refusals: ids.length, negative, positive },
          },
        ];
      },
    };
  },
};
