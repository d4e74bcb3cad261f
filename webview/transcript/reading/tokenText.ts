import type { TokenView } from '../../../src/protocol/transcriptParts.ts';

/** A token's text with its blanks marked, since they are part of it; its id where there is no text. */
export function tokenText({ text, id }: TokenView): string {
  if (text === undefined) return id === undefined ? '?' : `#${id}`;
  if (text === '') return '“”';
  return text.replace(/ /g, '·').replace(/\r?\n/g, '↵').replace(/\t/g, '⇥');
}
