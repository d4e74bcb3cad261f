import type { Turn } from '../../../core/transcript.ts';
import { saidTurns } from '../answerText.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { percent, some } from '../words.ts';

const OPENING = /<(?:think|thinking|reasoning)>/gi;
const CLOSING = /<\/(?:think|thinking|reasoning)>/gi;

export const thinkTags: RunRule = {
  text: {
    id: 'thinkTags',
    version: 1,
    title: 'Unbalanced reasoning tags',
    looksFor:
      'Answers whose reasoning was opened and never closed, or whose text holds an opening or closing tag (<think>) without its partner. Tags in code or quotes don’t count.',
    whyItMatters:
      'Where reasoning ends isn’t known: a judge of the answer read reasoning, or the answer was lost with it.',
    source:
      'Traps of chat JSON Lines: think tags are sometimes never closed, most often where the token limit cut the reasoning.',
    severity: 'doubtful',
    certainty: 'likely',
  },
  scope: 'run',
  training: true,
  begin: () => {
    const open = new IdList();
    const stray = new IdList();
    let reasoned = 0;
    return {
      row: (row) => {
        const turns = saidTurns(row);
        if (turns.some(({ parts }) => parts.some(({ kind }) => kind === 'reasoning'))) reasoned += 1;
        if (turns.some(({ parts }) => parts.some((part) => part.kind === 'reasoning' && !part.closed)))
          open.add(row.id);
        else if (turns.some(hasStrayTag)) stray.add(row.id);
      },
      end: () => [
        ...(open.length === 0
          ? []
          : [
              {
                key: 'open',
                title: `${some(open.length, 'reasoning was', 'reasonings were')} never closed`,
                detail: `Of ${some(reasoned, 'transcript')} with reasoning, ${open.length} (${percent(open.length, reasoned)}) have no end of it, so they have no answer: cut off by the token limit, or the tag was forgotten.`,
                severity: 'doubtful' as const,
                certainty: 'likely' as const,
                transcriptIds: open,
                figures: { open: open.length, withReasoning: reasoned },
              },
            ]),
        ...(stray.length === 0
          ? []
          : [
              {
                key: 'stray',
                title: `${some(stray.length, 'answer holds', 'answers hold')} a reasoning tag without its partner`,
                detail: `Part of what stands as the answer is reasoning, or the other way round.`,
                severity: 'doubtful' as const,
                certainty: 'likely' as const,
                transcriptIds: stray,
                figures: { stray: stray.length },
              },
            ]),
      ],
    };
  },
};

function hasStrayTag({ parts }: Turn): boolean {
  return parts.some((part) => {
    if (part.kind !== 'text' || !/<\/?(?:think|reason)/i.test(part.text)) return false;
    const text = part.text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|"[^"\n]{0,80}"|“[^”\n]{0,80}”/g, ' ');
    return count(text, OPENING) !== count(text, CLOSING);
  });
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
