/** Texts as they are compared when a quote is looked for: without what judges change in copying. */

/** A text made comparable, and where each of its UTF-16 units came from. */
export interface QuoteText {
  readonly text: string;
  /** Offsets into the original: where the unit begins and where it ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const PLAIN = 0;
const SPACE = 1;
const NOTHING = 2;
const QUOTE = 3;
const DASH = 4;
const EMPHASIS = 5;
const ELLIPSIS = 6;

// The order counts: `\s` holds U+FEFF, which has no width.
const KIND_PATTERNS: readonly (readonly [kind: number, pattern: RegExp])[] = [
  [NOTHING, /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\ufe0e|\ufe0f/],
  [SPACE, /[\s\u0085]/],
  [QUOTE, /["'\u00b4\u2018-\u201f\u2032-\u2037\u2039\u203a\u00ab\u00bb\uff02\uff07]/],
  [DASH, /[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/],
  [EMPHASIS, /[*_`~]/],
  [ELLIPSIS, /\u2026/],
];
/** Where those lie: asking each of the 65,536 units would take milliseconds whenever this file is loaded. */
const KIND_BLOCKS: readonly (readonly [first: number, last: number])[] = [
  [0x0000, 0x00ff],
  [0x1680, 0x1680],
  [0x2000, 0x22ff],
  [0x3000, 0x3000],
  [0xfe00, 0xffff],
];
/** By UTF-16 unit: every unit of every text is asked. */
const KINDS = new Uint8Array(65_536);
for (const [first, last] of KIND_BLOCKS) {
  for (let code = first; code <= last; code++) {
    const unit = String.fromCharCode(code);
    KINDS[code] = KIND_PATTERNS.find(([, pattern]) => pattern.test(unit))?.[0] ?? PLAIN;
  }
}
const WORD = /[\p{L}\p{N}]/u;
const BACKSLASH = 92;

/**
 * One kind of quote marks, dashes and spaces (runs count as one), three dots for an ellipsis, no characters without
 * width, and no Markdown emphasis except within words. Case stays.
 *
 * @param unescape read `\n`, `\t`, `\"` and `\\` as what they stand for: arguments of tools are shown as JSON
 */
export function quoteText(text: string, unescape: boolean): QuoteText {
  const made = new Units(text.length + 2 * countOf(text, '\u2026'));
  for (let at = 0; at < text.length;) {
    let code = text.charCodeAt(at);
    let next = at + 1;
    let kind = KINDS[code] ?? PLAIN;
    if (unescape && code === BACKSLASH && next < text.length) {
      const escaped = text[next] ?? '';
      if ('ntr'.includes(escaped)) kind = SPACE;
      if ('ntr"\'\\/'.includes(escaped)) {
        if (kind !== SPACE) kind = KINDS[(code = text.charCodeAt(next))] ?? PLAIN;
        next++;
      }
    }
    if (kind === PLAIN) made.add(code, at, next);
    else if (kind === SPACE) made.addOnce(32, at, next);
    else if (kind === QUOTE) made.addOnce(34, at, next);
    else if (kind === DASH) made.addOnce(45, at, next);
    else if (kind === ELLIPSIS) for (let dot = 0; dot < 3; dot++) made.add(46, at, next);
    else if (kind === EMPHASIS) {
      while (next < text.length && isMark(text.charCodeAt(next))) next++;
      const inWord = made.endsInWord() && next < text.length && WORD.test(text[next] ?? '');
      for (let mark = at; inWord && mark < next; mark++) {
        const unit = text.charCodeAt(mark);
        if (KINDS[unit] === EMPHASIS) made.add(unit, mark, mark + 1);
      }
    }
    at = next;
  }
  return made.done();
}

/** Lower case unit by unit, so that offsets stay; the few letters whose length would change keep their case. */
export function foldCase(text: string): string {
  return text.replace(/\p{Lu}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
}

function isMark(code: number): boolean {
  return KINDS[code] === EMPHASIS || KINDS[code] === NOTHING;
}

function countOf(text: string, unit: string): number {
  let count = 0;
  for (let at = text.indexOf(unit); at >= 0; at = text.indexOf(unit, at + 1)) count++;
  return count;
}

class Units {
  readonly #units: Uint16Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#units = new Uint16Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
  }

  add(code: number, start: number, end: number): void {
    this.#units[this.#length] = code;
    this.#starts[this.#length] = start;
    this.#ends[this.#length++] = end;
  }

  /** Lengthens the last unit where it is the same. */
  addOnce(code: number, start: number, end: number): void {
    if (this.#length > 0 && this.#units[this.#length - 1] === code) this.#ends[this.#length - 1] = end;
    else this.add(code, start, end);
  }

  endsInWord(): boolean {
    return this.#length > 0 && WORD.test(String.fromCharCode(this.#units[this.#length - 1] ?? 0));
  }

  done(): QuoteText {
    const units = this.#units.subarray(0, this.#length);
    let text = '';
    for (let from = 0; from < units.length; from += 8192) {
      text += String.fromCharCode(...units.subarray(from, from + 8192));
    }
    return { text, starts: this.#starts, ends: this.#ends };
  }
}
