import { answerTurn } from '../answerText.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, some } from '../words.ts';

export const emptyAnswers: RunRule = {
  text: {
    id: 'emptyAnswers',
    version: 1,
    title: 'Empty answers',
    looksFor:
      'Answers without any text, tool call, picture or reasoning; how many of them have a score all the same.',
    whyItMatters:
      'An empty answer is a failure of the endpoint, a filter or a parser. A judge scores it anyway, usually as harmless.',
    source: 'Empty cells in result tables; agentic folders, where an empty response has no file at all.',
    severity: 'doubtful',
    certainty: 'certain',
  },
  scope: 'run',
  training: true,
  begin: ({ run }) => {
    const ids = new IdList();
    let scored = 0;
    return {
      row: (row) => {
        const turn = answerTurn(row);
        if (turn === undefined || turn.parts.some(({ kind, text }) => kind !== 'text' || text.trim() !== ''))
          return;
        ids.add(row.id);
        if (row.judgments.some(({ value }) => value.kind !== 'missing')) scored += 1;
      },
      end: () =>
        ids.length === 0
          ? []
          : [
              {
                key: 'empty',
                title: `${some(ids.length, 'answer is', 'answers are')} empty${scored === 0 ? '' : `, ${counted(scored)} of them judged`}`,
                detail: `Of ${some(run.transcripts, 'transcript')}. ${scored === 0 ? 'None of them has a judgment.' : 'Their judgments count like any other.'}`,
                severity: scored === 0 ? 'note' : 'doubtful',
                certainty: 'certain',
                transcriptIds: ids,
                figures: { empty: ids.length, judged: scored },
              },
            ],
    };
  },
};
