import type { CheckedRow } from '../../../core/findingSource.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { named, percent, quoted, some } from '../words.ts';

export const judgeTrainedOnRows: RunRule = {
  text: {
    id: 'judgeTrainedOnRows',
    version: 1,
    title: 'A judge trained on the rows it judges',
    looksFor:
      'Judged transcripts whose messages stand, exactly, in training data that is imported here or that a file marks as what a judge was trained on.',
    whyItMatters:
      'The judge knows the answer. Its agreement with people on these rows says nothing about other rows.',
    source:
      'sylinrl/TruthfulQA finetune_truth.jsonl: GPT-judge agrees with the human labels on 99.93 % of rows that it was trained on.',
    severity: 'wrong',
    certainty: 'certain',
  },
  scope: 'others',
  begin: (source) => {
    const lists = new Map<string, { readonly ids: IdList; readonly words: string }>();
    let judged = 0;
    return {
      row: (row) => {
        if (row.judgments.length === 0) return;
        judged += 1;
        for (const { judge, run } of isTold(row) ? source.trainedOn(row.id) : []) {
          // A training set that names its judge is about that judge's judgments only.
          if (judge !== null && !row.judgments.some(({ metric, judge: by }) => isOf(judge, metric, by.name)))
            continue;
          const key = judge ?? run.scope;
          const one = lists.get(key) ?? { ids: new IdList(), words: judge ?? run.name };
          lists.set(key, one);
          one.ids.add(row.id);
        }
      },
      end: () =>
        [...lists].map(([key, { ids, words }]) => ({
          key,
          title: `${some(ids.length, 'judged transcript stands', 'judged transcripts stand')} in training data: ${quoted(words)}`,
          detail: `${percent(ids.length, judged)} of the judged transcripts of this run. Leave them out when you compare ${named(words)} with people.`,
          severity: 'wrong' as const,
          certainty: 'certain' as const,
          transcriptIds: ids,
          figures: { transcripts: ids.length, judged },
        })),
    };
  },
};

/** Only where the messages stand elsewhere too, or the row itself says so, is there anything to ask. */
function isTold({ repeated, metadata }: CheckedRow): boolean {
  return repeated || metadata['judgeTrainedOn'] !== undefined;
}

function isOf(judge: string, metric: string, name: string): boolean {
  const plain = judge.toLowerCase();
  return metric.toLowerCase().includes(plain) || name.toLowerCase().includes(plain);
}
