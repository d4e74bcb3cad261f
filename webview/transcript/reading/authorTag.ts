/** What a turn says of who wrote it. Pure. */
import type { TurnView } from '../../../src/protocol/transcriptParts.ts';

export interface AuthorTag {
  readonly words: string;
  readonly title: string;
}

const KNOWN: Readonly<Record<string, AuthorTag>> = {
  prefill: {
    words: 'prefill',
    title: 'Put into the model’s mouth as the start of its answer',
  },
  authored: {
    words: 'authored',
    title: 'Written by the experimenter as if the model had said it',
  },
  auditor: { words: 'auditor', title: 'Written by the auditor' },
};

/**
 * The tag; null when it says nothing that the header doesn't.
 *
 * @param model the transcript's model, as the header names it
 */
export function authorTag({ author, role }: TurnView, model: string | undefined): AuthorTag | null {
  if (author === undefined || author === '') return null;
  const known = Object.hasOwn(KNOWN, author) ? KNOWN[author] : undefined;
  if (known !== undefined) return known;
  if (author === model) return null;
  return role === 'assistant' && model !== undefined
    ? {
        words: `written by ${author}, the header says ${model}`,
        title: 'Another model than the transcript’s',
      }
    : { words: `by ${author}`, title: 'Who wrote this turn' };
}

/** True for turns that the auditor wrote: they stand apart. */
export function isByAuditor(turn: TurnView | undefined): boolean {
  return turn?.author === 'auditor';
}
