import type { LaunchSpec } from '../../../core/eval/launch.ts';
import type { CheckedRow } from '../../../core/findingSource.ts';
import { answerTurn } from '../answerText.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, percent, some } from '../words.ts';

/** Words of providers for “stopped by the token limit”. */
const CUT = new Set([
  'length',
  'max_tokens',
  'max-tokens',
  'model_length',
  'token_limit',
  'max_output_tokens',
  'maxtokens',
]);
const FIELDS = ['finishReason', 'finish_reason', 'stop_reason', 'stopReason'];
/** A suite that allows so few tokens wants no more of the answer. */
const FEW_TOKENS = 32;

export const truncatedAnswers: RunRule = {
  text: {
    id: 'truncatedAnswers',
    version: 1,
    title: 'Answers cut off by the token limit',
    looksFor:
      'Answers whose recorded finish or stop reason is the token limit, unless a launched suite allows only a few tokens on purpose.',
    whyItMatters:
      'The end of the answer, often the part that takes something back or does it, was never seen by the judge. Long answers are cut more often, so the ones that are left are not like the rest.',
    source:
      'Finish reasons of OpenAI, Anthropic, Google and vLLM endpoints; Bloom and Inspect record them as stop reasons.',
    severity: 'doubtful',
    certainty: 'certain',
  },
  scope: 'run',
  begin: ({ run }) => {
    const few = allowsFewTokens(run.specs);
    const ids = new IdList();
    let known = 0;
    return {
      row: (row) => {
        const reason = finishReason(row);
        if (reason === undefined) return;
        known += 1;
        if (CUT.has(reason) && !few) ids.add(row.id);
      },
      end: () =>
        ids.length === 0
          ? []
          : [
              {
                key: 'cut',
                title: `${some(ids.length, 'answer was', 'answers were')} cut off by the token limit`,
                detail: `${counted(ids.length)} of the ${some(known, 'answer')} whose finish reason is known (${percent(ids.length, known)}).`,
                severity: ids.length >= 0.05 * known ? 'doubtful' : 'note',
                certainty: 'certain',
                transcriptIds: ids,
                figures: { cut: ids.length, known },
              },
            ],
    };
  },
};

function finishReason(row: CheckedRow): string | undefined {
  for (const record of [answerTurn(row)?.provenance, row.metadata]) {
    for (const field of FIELDS) {
      const value = record?.[field];
      if (typeof value === 'string' && value !== '') return value.toLowerCase();
    }
  }
  return undefined;
}

function allowsFewTokens([newest]: readonly LaunchSpec[]): boolean {
  if (newest === undefined) return false;
  const limit = newest.sampling?.maxTokens ?? newest.suite.sampling.maxTokens;
  return limit !== undefined && limit <= FEW_TOKENS;
}
