/** Which outputs are folded, and what of them is seen then. Pure. */
import type { PartView } from '../../../src/protocol/transcriptParts.ts';

const MOST_LINES = 40;
const MOST_CHARACTERS = 4_000;
/** JSON that is laid out at once. */
const SHORT_JSON = 300;
const HEAD_LINES = 12;
const HEAD_CHARACTERS = 1_200;

/** True for what tools return and files hold when it is over 40 lines or 4,000 characters, and for most JSON. */
export function isFoldedOutput(part: PartView): boolean {
  if (part.kind !== 'tool-result' && part.kind !== 'data') return false;
  if (part.fullLength > MOST_CHARACTERS || hasLines(part.text, MOST_LINES)) return true;
  return part.kind === 'data' && isJson(part) && part.fullLength > SHORT_JSON;
}

/** The first lines. */
export function headOf(text: string): string {
  const lines = text.slice(0, HEAD_CHARACTERS).split('\n', HEAD_LINES + 1);
  return lines.slice(0, HEAD_LINES).join('\n');
}

export function isJson({ mediaType = '', text }: Pick<PartView, 'mediaType' | 'text'>): boolean {
  return /[/+]json\b/i.test(mediaType) || (mediaType === '' && /^\s*[[{]/.test(text));
}

function hasLines(text: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && count <= most; at = text.indexOf('\n', at + 1)) count += 1;
  return count >= most;
}
