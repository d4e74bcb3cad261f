import { foldCase, quoteText } from './quoteText.ts';
import { textFinder, type TextFinder } from './textFinder.ts';
import type { Turn } from './transcript.ts';

/** Where a quoted passage stands in a transcript. */
export interface QuotePlace {
  readonly turn: number;
  readonly part: number;
  /** UTF-16 offsets into the part's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** True when only quotes, dashes, spaces or case had to be overlooked; false when it stands there to the letter. */
  readonly normalised: boolean;
}

/** @param preferredTurn where it is looked for first, for a judge that names the message it quotes */
export type QuoteAnchor = (quote: string, preferredTurn?: number) => readonly QuotePlace[];

/**
 * Finds a judge's quote in a transcript: to the letter, else overlooking quote marks, dashes, spaces and emphasis, else
 * case as well, else what JSON escapes. A quote that leaves something out (`[...]`, `…`) has a place for each of its
 * parts, in order and as close together as may be; within one turn when there is one that has them all. A passage
 * doesn't run over the edge of a part. Empty when it isn't there. Time is linear in the texts.
 */
export function anchorQuote(turns: readonly Pick<Turn, 'parts'>[], quote: string): readonly QuotePlace[] {
  return quoteAnchor(turns)(quote);
}

/** For many quotes of the same transcript: what is made of its texts is kept between them. */
export function quoteAnchor(turns: readonly Pick<Turn, 'parts'>[]): QuoteAnchor {
  const passages = turns.flatMap(({ parts }, turn) =>
    parts.map(({ text }, part): Passage => ({ turn, part, text, made: [] })),
  );
  return (quote, preferredTurn) => {
    for (const pieces of waysToRead(quote)) {
      for (const level of LEVELS) {
        const needles = pieces.map((piece) => level.read(piece).text.trim());
        if (needles.length === 0 || needles.includes('')) continue;
        const found = findInOrder(passages, level, needles.map(textFinder), preferredTurn);
        if (found !== undefined) return found.map((place, index) => outcome(place, pieces[index] ?? ''));
      }
    }
    return [];
  };
}

interface Passage {
  readonly turn: number;
  readonly part: number;
  readonly text: string;
  /** The text as each level reads it, made when first needed. */
  readonly made: (Reading | undefined)[];
}

interface Reading {
  readonly text: string;
  /** Absent where the text is the original one. */
  readonly starts?: Int32Array;
  readonly ends?: Int32Array;
}

interface Level {
  readonly index: number;
  read(text: string): Reading;
}

const LEVELS: readonly Level[] = [
  { index: 0, read: (text) => ({ text }) },
  { index: 1, read: (text) => quoteText(text, false) },
  { index: 2, read: (text) => folded(quoteText(text, false)) },
  { index: 3, read: (text) => folded(quoteText(text, true)) },
];

function folded(reading: Reading): Reading {
  return { ...reading, text: foldCase(reading.text) };
}

function readingOf(passage: Passage, level: Level): Reading {
  return (passage.made[level.index] ??= level.read(passage.text));
}

/** The whole, without quote marks around it, in parts where something is left out, and without XML's escapes. */
function waysToRead(quote: string): readonly (readonly string[])[] {
  const whole = quote.trim();
  if (whole === '') return [];
  const ways: string[][] = [[whole]];
  const bare = withoutMarks(whole);
  if (bare !== whole) ways.push([bare]);
  for (const gap of [/\[\s*(?:\.{3}|…)\s*\]/, /\[\s*(?:\.{3}|…)\s*\]|…|\.{3,}/]) {
    const pieces = bare.split(gap).map((piece) => piece.trim());
    const kept = pieces.filter((piece) => piece !== '');
    if (pieces.length > 1 && kept.length > 0) ways.push(kept);
  }
  if (!/&(?:lt|gt|amp|quot|apos|#39);/.test(whole)) return ways;
  return [...ways, ...ways.map((pieces) => pieces.map(unescapeXml))];
}

function withoutMarks(text: string): string {
  const marked = text.length > 2 && /^["'“‘«]/.test(text) && /["'”’»]$/.test(text);
  return marked ? text.slice(1, -1).trim() : text;
}

const XML: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  amp: '&',
};

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos|#39);/g, (_, name: string) => XML[name] ?? '');
}

interface Place {
  readonly passage: Passage;
  /** In the original text. */
  readonly start: number;
  readonly end: number;
}

function findInOrder(
  passages: readonly Passage[],
  level: Level,
  needles: readonly TextFinder[],
  preferredTurn: number | undefined,
): readonly Place[] | undefined {
  const byTurn = [...Map.groupBy(passages, ({ turn }) => turn).entries()];
  const preferred = byTurn.filter(([turn]) => turn === preferredTurn);
  const candidates = [...preferred, ...byTurn].map(([, ofTurn]) => ofTurn);
  // One piece alone needs no look over all turns together.
  if (needles.length > 1) candidates.push([...passages]);
  for (const candidate of candidates) {
    const last = endOfFirst(candidate, level, needles);
    if (last !== undefined) return closest(candidate, level, needles, last);
  }
  return undefined;
}

interface Cursor {
  readonly passage: number;
  /** In the reading of the text. */
  readonly at: number;
}

/** Where the last piece begins when each piece is taken as early as may be. */
function endOfFirst(
  passages: readonly Passage[],
  level: Level,
  needles: readonly TextFinder[],
): Cursor | undefined {
  let cursor: Cursor = { passage: 0, at: 0 };
  let found: Cursor | undefined;
  for (const needle of needles) {
    found = undefined;
    for (let index = cursor.passage; found === undefined; index++) {
      const passage = passages[index];
      if (passage === undefined) return undefined;
      const at = needle.find(readingOf(passage, level).text, index === cursor.passage ? cursor.at : 0);
      if (at >= 0) found = { passage: index, at };
    }
    cursor = { passage: found.passage, at: found.at + needle.length };
  }
  return found;
}

/** The pieces before the last one, each as late as may be. */
function closest(
  passages: readonly Passage[],
  level: Level,
  needles: readonly TextFinder[],
  last: Cursor,
): readonly Place[] {
  let { passage: index, at } = last;
  const places: Place[] = [];
  for (const [back, needle] of needles.toReversed().entries()) {
    for (; back > 0 && index >= 0;) {
      const passage = passages[index];
      const text = passage === undefined ? '' : readingOf(passage, level).text;
      const start = needle.findLast(text, Math.min(at, text.length));
      at = start >= 0 ? start : Infinity;
      if (start >= 0) break;
      index--;
    }
    const passage = passages[index];
    if (passage !== undefined) places.unshift(original(passage, level, at, at + needle.length));
  }
  return places;
}

function original(passage: Passage, level: Level, from: number, to: number): Place {
  const { starts, ends } = readingOf(passage, level);
  return { passage, start: starts?.[from] ?? from, end: ends?.[to - 1] ?? to };
}

function outcome({ passage, start, end }: Place, piece: string): QuotePlace {
  const normalised = passage.text.slice(start, end) !== piece;
  return { turn: passage.turn, part: passage.part, start, end, normalised };
}
