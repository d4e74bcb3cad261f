/** Takes inline reasoning (`<think>…</think>`, `<SCRATCHPAD_REASONING>…`) apart from the answer. */
import type { Part } from './transcript.ts';

const OPENING = /^\s*<(think|thinking|scratchpad_reasoning)>/i;
const CLOSING = /<\/(think|thinking|scratchpad_reasoning)>/i;

/**
 * Splits an assistant's text into reasoning and answer.
 *
 * - A tag counts as opening only at the very start; anywhere else it is text that talks about tags.
 * - The first closing tag of the same name ends the reasoning, as the chat templates of reasoning models read it.
 * - A tag that is never closed (the answer was cut off) makes everything reasoning with `closed: false`.
 * - A closing tag alone, on a line's edge, ends reasoning whose opening tag the template had already written.
 * - Several blocks in a row at the start are several parts; empty blocks leave no part.
 *
 * White space around the parts is dropped; a text without such tags comes back as one part, unchanged.
 */
export function splitReasoning(raw: string): Part[] {
  // Nearly every text has no tag at all, and this is called once a transcript.
  if (!raw.includes('hink') && !raw.includes('SCRATCHPAD_REASONING')) return [{ kind: 'text', text: raw }];
  const parts: Part[] = [];
  let rest = raw;
  let found = false;
  for (;;) {
    const block = leadingBlock(rest);
    if (block === undefined) break;
    found = true;
    pushReasoning(parts, block.text, block.closed);
    rest = block.rest;
  }
  if (!found) {
    const end = closingWithoutOpening(raw);
    if (end === undefined) return [{ kind: 'text', text: raw }];
    pushReasoning(parts, raw.slice(0, end.from), true);
    rest = raw.slice(end.to);
  }
  const answer = rest.trimStart();
  if (answer !== '') parts.push({ kind: 'text', text: answer });
  return parts;
}

interface Block {
  readonly text: string;
  readonly closed: boolean;
  readonly rest: string;
}

function leadingBlock(text: string): Block | undefined {
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  const name = (opening[1] ?? '').toLowerCase();
  const from = opening[0].length;
  const end = indexOfTag(text, `</${name}>`, from);
  if (end < 0) return { text: text.slice(from), closed: false, rest: '' };
  return { text: text.slice(from, end), closed: true, rest: text.slice(end + name.length + 3) };
}

function indexOfTag(text: string, tag: string, from: number): number {
  const exact = text.indexOf(tag, from);
  if (exact >= 0) return exact;
  // Lower-casing the text could shift positions (some letters change length), so capitals are left to a pattern.
  const pattern = new RegExp(tag, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

/** A closing tag that stands at the start or the end of a line and isn't quoted. */
function closingWithoutOpening(text: string): { from: number; to: number } | undefined {
  const match = CLOSING.exec(text);
  if (match === null) return undefined;
  const from = match.index;
  const to = from + match[0].length;
  if (/<(think|thinking|scratchpad_reasoning)>/i.test(text.slice(0, from))) return undefined;
  const before = text[from - 1];
  const after = text[to];
  const startsLine = before === undefined || before === '\n';
  const endsLine = after === undefined || after === '\n' || after === '\r';
  const quoted = before === '`' || before === '"' || before === "'" || after === '`';
  return (startsLine || endsLine) && !quoted ? { from, to } : undefined;
}

function pushReasoning(parts: Part[], text: string, closed: boolean): void {
  const trimmed = text.trim();
  if (trimmed !== '') parts.push({ kind: 'reasoning', text: trimmed, origin: 'think-tag', closed });
}
