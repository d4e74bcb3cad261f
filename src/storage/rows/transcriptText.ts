import { textOf, type Turn } from '../../core/transcript.ts';

/** What the full-text index holds of a transcript. */
export interface IndexedText {
  readonly question: string;
  readonly answer: string;
  readonly reasoning: string;
}

/** Parameters: transcript id, question, answer, reasoning. */
export const ADD_TO_INDEX =
  'INSERT INTO transcript_fts (rowid, question, answer, reasoning) VALUES (?, ?, ?, ?)';
/** The same parameters, and exactly the texts that were added. */
export const REMOVE_FROM_INDEX = `INSERT INTO transcript_fts (transcript_fts, rowid, question, answer, reasoning)
  VALUES ('delete', ?, ?, ?, ?)`;

/**
 * The texts that are searched: what the model was given (system, user, tools), what it said, and what it thought.
 *
 * The index keeps no copy, so deleting from it needs exactly what was inserted: a change here needs a migration that
 * rebuilds the index.
 */
export function indexedText(turns: readonly Turn[]): IndexedText {
  let question = '';
  let answer = '';
  let reasoning = '';
  for (const turn of turns) {
    const isModel = turn.role === 'assistant';
    for (const part of turn.parts) {
      if (part.kind === 'image' || part.text === '') continue;
      if (part.kind === 'reasoning') reasoning = joined(reasoning, part.text);
      else if (isModel) answer = joined(answer, part.text);
      else question = joined(question, part.text);
    }
  }
  return { question, answer, reasoning };
}

function joined(before: string, text: string): string {
  return before === '' ? text : `${before}\n\n${text}`;
}

/** Index of the last assistant turn, the one that judges judged; 0 when there is none. */
export function answerTurnOf(turns: readonly Turn[]): number {
  for (let i = turns.length - 1; i >= 0; i -= 1) {
    if (turns[i]?.role === 'assistant') return i;
  }
  return 0;
}

const PREVIEW_LENGTH = 90;

/** The beginning of the answer in one line, at most 90 characters; of its reasoning, or the last turn, when it has none. */
export function previewOf(turns: readonly Turn[]): string {
  const answer = turns[answerTurnOf(turns)];
  if (answer === undefined) return '';
  const candidates = [
    () => textOf(answer, 'text'),
    () => textOf(answer, 'reasoning'),
    () => textOf(turns.at(-1) ?? answer, 'text'),
  ];
  for (const candidate of candidates) {
    const preview = folded(candidate());
    if (preview !== '') return preview;
  }
  return '';
}

function folded(text: string): string {
  // White space is rarely more than half of a text, so its beginning is enough but for odd cases.
  let line = text
    .slice(0, 2 * PREVIEW_LENGTH)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length < PREVIEW_LENGTH && text.length > 2 * PREVIEW_LENGTH) {
    line = text.slice(0, 10_000).replace(/\s+/g, ' ').trim();
  }
  if (line.length <= PREVIEW_LENGTH) return line;
  // A surrogate pair is not cut in half.
  const cut = line.slice(0, PREVIEW_LENGTH);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
