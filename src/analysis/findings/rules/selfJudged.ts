import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { sameModel } from '../modelNames.ts';
import { named, percent, some } from '../words.ts';

export const selfJudged: RunRule = {
  text: {
    id: 'selfJudged',
    version: 1,
    title: 'A model judges itself',
    looksFor: 'Judgments by the very model that gave the answer (versions of one model count as the same).',
    whyItMatters:
      'Models favour their own answers. Beside figures of other models, judged by another, such figures are not on the same scale.',
    source: 'Panickssery et al. 2024, “LLM evaluators recognize and favor their own generations”.',
    severity: 'note',
    certainty: 'certain',
  },
  scope: 'run',
  begin: ({ run }) => {
    const models = new Map(run.arms.map(({ armId, model }) => [armId, model]));
    const ids = new IdList();
    const names = new Set<string>();
    return {
      row: (row) => {
        const model = models.get(row.armId) ?? null;
        if (model === null) return;
        if (
          !row.judgments.some(
            ({ judge }) =>
              judge.model !== undefined && judge.kind !== 'probe' && sameModel(judge.model, model),
          )
        )
          return;
        ids.add(row.id);
        names.add(model);
      },
      end: () =>
        ids.length === 0
          ? []
          : [
              {
                key: 'self',
                title: `${some(ids.length, 'answer is', 'answers are')} judged by the model that gave ${ids.length === 1 ? 'it' : 'them'}`,
                detail: `${[...names].slice(0, 10).map(named).join(', ')}: ${percent(ids.length, run.transcripts)} of the transcripts.`,
                severity: 'note',
                certainty: 'certain',
                transcriptIds: ids,
                figures: { transcripts: ids.length, models: names.size },
              },
            ],
    };
  },
};
