/**
 * Where a passage of a text stands in the same text as it is drawn: without the marks of Markdown, with addresses
 * beside links, without characters that can't be seen. Letters and digits are what both have. Pure.
 */

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Letters {
  readonly text: string;
  /** For each letter where it stands. */
  readonly at: readonly number[];
}

const LETTER = /[\p{L}\p{N}]/gu;
const EMPHASIS = /[*_`~]/g;
const LIST_NUMBER = /^\s*\d+[.)]\s+/gm;
/** Letters at each end of a passage that must be found when something between them is drawn differently. */
const END = 24;

/** The stretch of `drawn` that shows `text.slice(start, end)`; null when it can't be told. */
export function renderedPassage(drawn: string, text: string, start: number, end: number): Stretch | null {
  const passage = text.slice(start, end);
  const there = lettersOf(drawn);
  const needle = lettersOf(passage).text;
  if (needle === '') return exactly(drawn, passage);
  const before = occurrencesBefore(lettersOf(text).text, needle, lettersOf(text.slice(0, start)).text.length);
  const at = nth(there.text, needle, before);
  if (at >= 0) return withEdges(drawn, passage, stretch(there, at, at + needle.length));
  // Numbers of lists are drawn by the browser and are no text.
  const unnumbered = lettersOf(passage.replace(LIST_NUMBER, '')).text;
  const without = unnumbered === '' ? -1 : there.text.indexOf(unnumbered);
  if (without >= 0) return stretch(there, without, without + unnumbered.length);
  return byItsEnds(there, unnumbered);
}

/** With the quote marks, brackets and full stops that stand around the passage's letters. */
function withEdges(drawn: string, passage: string, { from, to }: Stretch): Stretch {
  const plain = passage.replace(EMPHASIS, '');
  const before = /^[^\p{L}\p{N}\s]*/u.exec(plain)?.[0] ?? '';
  const after = /[^\p{L}\p{N}\s]*$/u.exec(plain)?.[0] ?? '';
  return {
    from: drawn.endsWith(before, from) && from >= before.length ? from - before.length : from,
    to: drawn.startsWith(after, to) ? to + after.length : to,
  };
}

function exactly(drawn: string, passage: string): Stretch | null {
  const words = passage.trim();
  const at = words === '' ? -1 : drawn.indexOf(words);
  return at < 0 ? null : { from: at, to: at + words.length };
}

function byItsEnds(there: Letters, needle: string): Stretch | null {
  if (needle.length < 2 * END) return null;
  const from = there.text.indexOf(needle.slice(0, END));
  if (from < 0) return null;
  const to = there.text.indexOf(needle.slice(-END), from);
  const isNear = to >= 0 && to - from < 2 * needle.length + 400;
  return isNear ? stretch(there, from, to + END) : null;
}

/** Letters and digits of a text, and where each stands. */
export function lettersOf(text: string): Letters {
  const at: number[] = [];
  const letters: string[] = [];
  for (const match of text.matchAll(LETTER)) {
    letters.push(match[0]);
    // A letter beyond the first plane is two code units long, in the text and here.
    for (let unit = 0; unit < match[0].length; unit += 1) at.push(match.index + unit);
  }
  return { text: letters.join(''), at };
}

function stretch({ at }: Letters, from: number, to: number): Stretch {
  return { from: at[from] ?? 0, to: (at[to - 1] ?? 0) + 1 };
}

/** How many times it occurs before a place. */
export function occurrencesBefore(text: string, needle: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf(needle); at >= 0 && at < end; at = text.indexOf(needle, at + 1)) count += 1;
  return count;
}

/** The occurrence of that number, else the last one before it; -1 when there is none. */
export function nth(text: string, needle: string, number: number): number {
  let at = text.indexOf(needle);
  for (let passed = 0; passed < number && at >= 0; passed += 1) {
    const next = text.indexOf(needle, at + 1);
    if (next < 0) break;
    at = next;
  }
  return at;
}
