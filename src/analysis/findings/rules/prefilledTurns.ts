import { textOf } from '../../../core/transcript.ts';
import { declaresAuthoredTurns } from '../declared.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, some } from '../words.ts';

/** A shorter beginning is repeated by chance. */
const LEAST_PREFILL = 8;

export const prefilledTurns: RunRule = {
  text: {
    id: 'prefilledTurns',
    version: 1,
    title: 'Words put into the model’s mouth',
    looksFor:
      'Assistant turns that the experimenter wrote (prefills, authored turns) where no launched suite declares them; and answers that begin with their prefill again, which means that the endpoint ignored it.',
    whyItMatters:
      'What follows a prefill is not what the model says by itself: such answers belong to a condition of their own. Where the prefill was ignored the condition wasn’t applied at all.',
    source:
      'Two assistant messages in a row in chat JSON Lines; endpoints that accept a trailing assistant message and start anew.',
    severity: 'note',
    certainty: 'certain',
  },
  scope: 'run',
  begin: ({ run }) => {
    const declared = declaresAuthoredTurns(run.specs);
    const put = new IdList();
    const ignored = new IdList();
    return {
      row: (row) => {
        // A launch says so itself, and the rule about conditions shows it.
        if (typeof row.metadata['conditionNotApplied'] === 'string') return;
        const authored = row.turns.filter(({ role, author }) => role === 'assistant' && isOurs(author));
        if (authored.length === 0) return;
        if (!declared) put.add(row.id);
        for (const turn of authored) {
          const next = row.turns[row.turns.indexOf(turn) + 1];
          const start = textOf(turn, 'text').trim();
          if (turn.author !== 'prefill' || next?.role !== 'assistant' || start.length < LEAST_PREFILL)
            continue;
          if (textOf(next, 'text').trimStart().startsWith(start)) ignored.add(row.id);
        }
      },
      end: () => [
        ...(put.length === 0
          ? []
          : [
              {
                key: 'authored',
                title: `${some(put.length, 'transcript has', 'transcripts have')} assistant turns that the model didn’t write`,
                detail: `${counted(put.length)} of ${some(run.transcripts, 'transcript')} go on from words put into the model’s mouth, and nothing declares them as a condition.`,
                severity: 'note' as const,
                certainty: 'certain' as const,
                transcriptIds: put,
                figures: { transcripts: put.length },
              },
            ]),
        ...(ignored.length === 0
          ? []
          : [
              {
                key: 'ignored',
                title: `${some(ignored.length, 'answer begins', 'answers begin')} with the prefill again`,
                detail:
                  'The endpoint began anew instead of continuing, or the tool that wrote the file joined prefill and answer. In the first case the prefill had no effect.',
                severity: 'doubtful' as const,
                certainty: 'hint' as const,
                transcriptIds: ignored,
                figures: { transcripts: ignored.length },
              },
            ]),
      ],
    };
  },
};

function isOurs(author: string | undefined): boolean {
  return author === 'prefill' || author === 'authored';
}
