/** Sentences of what is drawn, for selecting without a mouse. Pure but for the language's own rules of sentences. */
import type { Stretch } from '../quotes/renderedPassage.ts';

/** A paragraph, list item, cell or line of code of a part's drawn text. */
export interface Block extends Stretch {
  /** Where each line stands by itself, as in code. */
  readonly byLine: boolean;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** Stretches of the text without spaces around them; blocks hold at least one unless they are blank. */
export function sentencesOf(text: string, { from, to, byLine }: Block): readonly Stretch[] {
  const block = text.slice(from, to);
  const pieces = byLine ? lines(block) : sentences(block);
  return pieces.flatMap((piece) => {
    const words = piece.text.trim();
    if (words === '') return [];
    const start = from + piece.at + piece.text.indexOf(words);
    return [{ from: start, to: start + words.length }];
  });
}

interface Piece {
  readonly at: number;
  readonly text: string;
}

function sentences(block: string): readonly Piece[] {
  // A line break inside a paragraph ends no sentence.
  const flat = block.replaceAll('\n', ' ');
  return [...segmenter.segment(flat)].map(({ index, segment }) => ({
    at: index,
    text: block.slice(index, index + segment.length),
  }));
}

function lines(block: string): readonly Piece[] {
  return [...block.matchAll(/[^\n]+/g)].map((match) => ({ at: match.index, text: match[0] }));
}

/** The first sentence that ends after a place, which may be the one that it is in. */
export function sentenceAfter(text: string, blocks: readonly Block[], place: number): Stretch | null {
  for (const block of blocks) {
    if (block.to <= place) continue;
    const found = sentencesOf(text, block).find(({ to }) => to > place);
    if (found !== undefined) return found;
  }
  return null;
}

/** The last sentence that begins before a place. */
export function sentenceBefore(text: string, blocks: readonly Block[], place: number): Stretch | null {
  for (const block of blocks.toReversed()) {
    if (block.from >= place) continue;
    const found = sentencesOf(text, block).findLast(({ from }) => from < place);
    if (found !== undefined) return found;
  }
  return null;
}
