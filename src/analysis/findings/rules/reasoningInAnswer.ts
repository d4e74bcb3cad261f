import { textOf } from '../../../core/transcript.ts';
import { saidTurns } from '../answerText.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { percent, some } from '../words.ts';

/** Sentences shorter than this are alike by chance. */
const LEAST_SENTENCE = 40;
const LEAST_REASONING = 120;
/** From this share of its longer sentences on, the reasoning stands in the answer. */
const MOSTLY = 0.6;
const MOST_SENTENCES = 100;

export const reasoningInAnswer: RunRule = {
  text: {
    id: 'reasoningInAnswer',
    version: 1,
    title: 'Reasoning repeated in the answer',
    looksFor:
      'Answers that hold most sentences of their own reasoning word for word (60 % of its sentences of 40 characters or more, in order or not).',
    whyItMatters:
      'A judge of the answer judges the reasoning as well, and a judge of both reads it twice. A parser that left the reasoning in the answer makes this of every row.',
    source:
      'Endpoints that return reasoning in a field and in the content at once; seen where inline and separate reasoning meet.',
    severity: 'doubtful',
    certainty: 'likely',
  },
  scope: 'run',
  begin: () => {
    const ids = new IdList();
    let reasoned = 0;
    return {
      row: (row) => {
        for (const turn of saidTurns(row)) {
          const reasoning = textOf(turn, 'reasoning');
          if (reasoning.length < LEAST_REASONING) continue;
          reasoned += 1;
          if (stands(reasoning, textOf(turn, 'text'))) ids.add(row.id);
        }
      },
      end: () =>
        ids.length === 0
          ? []
          : [
              {
                key: 'repeated',
                title: `${some(ids.length, 'answer repeats', 'answers repeat')} its reasoning`,
                detail: `Of ${some(reasoned, 'answer')} with reasoning, ${ids.length} (${percent(ids.length, reasoned)}) hold most of it word for word.`,
                severity: 'doubtful',
                certainty: 'likely',
                transcriptIds: ids,
                figures: { repeated: ids.length, withReasoning: reasoned },
              },
            ],
    };
  },
};

function stands(reasoning: string, answer: string): boolean {
  const flat = flattened(answer);
  const sentences = reasoning
    .split(/(?<=[.!?])\s+|\n+/)
    .map(flattened)
    .filter((sentence) => sentence.length >= LEAST_SENTENCE)
    .slice(0, MOST_SENTENCES);
  if (sentences.length < 2) return flattened(reasoning).length > 0 && flat.includes(flattened(reasoning));
  return sentences.filter((sentence) => flat.includes(sentence)).length >= MOSTLY * sentences.length;
}

function flattened(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
