import type { FoundFinding } from '../../../core/finding.ts';
import { textOf } from '../../../core/transcript.ts';
import { saidTurns } from '../answerText.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { mayInstructJudge, textInstructsJudge as signsIn } from '../textInstructsJudge.ts';
import { named, some } from '../words.ts';

const MOST_WORDS = 5;

export const textInstructsJudge: RunRule = {
  text: {
    id: 'textInstructsJudge',
    version: 1,
    title: 'Text that tries to instruct the judge',
    looksFor:
      'Answers that speak to a grader, name the score they are to be given, tell their reader to pass over instructions, or close the delimiters of a judge’s prompt. English.',
    whyItMatters:
      'A judge that read such a text may have followed it. Its judgment is to be read by a person.',
    source: 'Prompt injection against LLM judges; answers that close the tags they are quoted in.',
    severity: 'doubtful',
    certainty: 'likely',
  },
  scope: 'run',
  begin: () => {
    const lists = { likely: new IdList(), possible: new IdList() };
    const words = { likely: new Set<string>(), possible: new Set<string>() };
    return {
      row: (row) => {
        let surest: 'likely' | 'possible' | undefined;
        for (const turn of saidTurns(row)) {
          const text = textOf(turn, 'text');
          if (!mayInstructJudge(text)) continue;
          const [sign] = signsIn(text);
          if (sign === undefined) continue;
          if (surest !== 'likely') surest = sign.certainty;
          if (words[sign.certainty].size < MOST_WORDS) words[sign.certainty].add(sign.what);
        }
        if (surest !== undefined) lists[surest].add(row.id);
      },
      end: () => [
        ...found('likely', lists.likely, words.likely),
        ...found('possible', lists.possible, words.possible),
      ],
    };
  },
};

function found(certainty: 'likely' | 'possible', ids: IdList, words: ReadonlySet<string>): FoundFinding[] {
  if (ids.length === 0) return [];
  const likely = certainty === 'likely';
  return [
    {
      key: certainty,
      title: likely
        ? `${some(ids.length, 'answer tries', 'answers try')} to instruct the judge`
        : `${some(ids.length, 'answer', 'answers')} may try to instruct the judge`,
      detail: `What was met: ${[...words].map(named).join(', ')}. ${likely ? 'Read them, and label what the judge got wrong.' : 'Answers about judging, prompts or chat templates say such things as well.'}`,
      severity: likely ? 'doubtful' : 'note',
      certainty: likely ? 'likely' : 'hint',
      transcriptIds: ids,
      figures: { transcripts: ids.length },
    },
  ];
}
