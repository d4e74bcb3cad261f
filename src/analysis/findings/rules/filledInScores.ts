import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { percent, some } from '../words.ts';

export const filledInScores: RunRule = {
  text: {
    id: 'filledInScores',
    version: 1,
    title: 'Scores that look filled in',
    looksFor:
      'Transcripts whose importer marked scores as suspected to be a default that was filled in where the judge gave none.',
    whyItMatters:
      'A default is no judgment. A failed judge sample that counts as 0 or 1 pulls every mean that it is part of.',
    source:
      'Petri fills dimensions that the judge left out with the scale’s minimum; Bloom counted an unparsable judge sample as 0.',
    severity: 'doubtful',
    certainty: 'likely',
  },
  scope: 'run',
  begin: ({ run }) => {
    const ids = new IdList();
    return {
      row: ({ id, metadata }) => {
        const mark = metadata['suspectedFilledIn'];
        if (mark === undefined || mark === null || mark === false || mark === '') return;
        if (Array.isArray(mark) && mark.length === 0) return;
        ids.add(id);
      },
      end: () =>
        ids.length === 0
          ? []
          : [
              {
                key: 'filled',
                title: `${some(ids.length, 'transcript has', 'transcripts have')} scores that look filled in`,
                detail: `${percent(ids.length, run.transcripts)} of the transcripts. The metadata says which scores (\`suspectedFilledIn\`). Count them as missing, or look at the judge’s own text.`,
                severity: 'doubtful',
                certainty: 'likely',
                transcriptIds: ids,
                figures: { transcripts: ids.length },
              },
            ],
    };
  },
};
