/** Where a stretch of a drawn text stands in the text that it was drawn from. Pure. */
import {
  lettersOf,
  nth,
  occurrencesBefore,
  renderedPassage,
  type Stretch,
} from '../quotes/renderedPassage.ts';

const LIST_NUMBER = /^\s*\d+[.)]\s+/gm;
/** Places of the same words that are tried. */
const MOST_TRIED = 40;
/** Marks of emphasis that may stand between a word and what follows it. */
const MOST_MARKS = 6;
/** Letters at each end of a stretch that must be found when something between them is written differently. */
const END = 24;

/** The stretch of `text` that is drawn as `drawn.slice(from, to)`; null when it can't be told. */
export function sourcePassage(text: string, drawn: string, from: number, to: number): Stretch | null {
  if (drawn === text) return { from, to };
  const passage = drawn.slice(from, to);
  const needle = lettersOf(passage).text;
  if (needle === '') {
    const at = text.indexOf(passage);
    return at < 0 || text.indexOf(passage, at + 1) >= 0 ? null : { from: at, to: at + passage.length };
  }
  const letters = lettersOf(drawn).text;
  const before = occurrencesBefore(letters, needle, lettersOf(drawn.slice(0, from)).text.length);
  const isIt = (found: Stretch): boolean => {
    const back = renderedPassage(drawn, text, found.from, found.to);
    return (
      back !== null &&
      lettersOf(drawn.slice(0, back.from)).text.length === lettersOf(drawn.slice(0, from)).text.length
    );
  };
  // Numbers of lists are drawn by the browser and are no text of the page.
  const unnumbered = text.replace(LIST_NUMBER, (number) => ' '.repeat(number.length));
  for (const version of [text, unnumbered]) {
    const there = lettersOf(version);
    for (const at of placesToTry(there.text, needle, before)) {
      const found = withEdges(text, passage, {
        from: there.at[at] ?? 0,
        to: (there.at[at + needle.length - 1] ?? 0) + 1,
      });
      if (isIt(found)) return found;
    }
  }
  return byItsEnds(text, unnumbered, needle, passage);
}

/** The likeliest first: the occurrence of the same number. */
function placesToTry(text: string, needle: string, before: number): readonly number[] {
  const likely = nth(text, needle, before);
  const places = new Set<number>(likely < 0 ? [] : [likely]);
  for (let at = text.indexOf(needle); at >= 0 && places.size < MOST_TRIED; at = text.indexOf(needle, at + 1))
    places.add(at);
  return [...places];
}

/** With the marks that stand around the letters in the text as well as on the page. */
function withEdges(text: string, passage: string, { from, to }: Stretch): Stretch {
  const before = /^[^\p{L}\p{N}]*/u.exec(passage)?.[0] ?? '';
  const after = /[^\p{L}\p{N}]*$/u.exec(passage)?.[0] ?? '';
  // `a *lamp*.` is drawn as `a lamp.`
  const marksAfter = /^[*_`~]*/.exec(text.slice(to, to + MOST_MARKS))?.[0].length ?? 0;
  const marksBefore = /[*_`~]*$/.exec(text.slice(Math.max(0, from - MOST_MARKS), from))?.[0].length ?? 0;
  const start = before === '' ? -1 : [from, from - marksBefore].find((at) => text.endsWith(before, at));
  const end = after === '' ? -1 : [to, to + marksAfter].find((at) => text.startsWith(after, at));
  return {
    from: start === undefined || start < 0 ? from : start - before.length,
    to: end === undefined || end < 0 ? to : end + after.length,
  };
}

function byItsEnds(text: string, unnumbered: string, needle: string, passage: string): Stretch | null {
  if (needle.length < 2 * END) return null;
  const there = lettersOf(unnumbered);
  const start = there.text.indexOf(needle.slice(0, END));
  const end = start < 0 ? -1 : there.text.indexOf(needle.slice(-END), start);
  if (end < 0 || end - start > 2 * needle.length + 400) return null;
  return withEdges(text, passage, { from: there.at[start] ?? 0, to: (there.at[end + END - 1] ?? 0) + 1 });
}
