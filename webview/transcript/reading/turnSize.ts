/** Guesses heights before anything is drawn, so that the scroll bar is about right from the start. */
import type { TurnView } from '../../../src/protocol/transcriptParts.ts';
import { headOf } from './outputs.ts';
import { foldKind, isOpen, type ReadingState } from './readingState.ts';

const LINE = 22;
const LETTERS_A_LINE = 76;
const FRAME = 56;
const TOKENS_A_LINE = 16;
const IMAGE_LINES = 12;

/** Pixels that a turn is likely to take. */
export function likelyHeight(turn: TurnView, reading: ReadingState): number {
  const lines = turn.parts.map((part, index) => {
    if (part.tokens !== undefined) return Math.ceil(part.tokens.length / TOKENS_A_LINE) + 3;
    if (part.imageSource !== undefined || part.imageBytes !== undefined) return IMAGE_LINES;
    const isWhole = isOpen(reading, turn, index);
    const text = isWhole || foldKind(turn, part) !== null ? part.text : headOf(part.text);
    return isWhole || text !== part.text ? Math.max(1, Math.ceil(text.length / LETTERS_A_LINE)) : 1;
  });
  return FRAME + LINE * lines.reduce((sum, count) => sum + count, 0);
}

/** What turns that aren't here yet are likely to take: the average of those that are. */
export function likelyUnknownHeight(turns: readonly TurnView[], reading: ReadingState): number {
  if (turns.length === 0) return FRAME + 6 * LINE;
  const sum = turns.reduce((total, turn) => total + likelyHeight(turn, reading), 0);
  return Math.round(sum / turns.length);
}
