/** Finds where a JSON value ends, byte by byte, without reading what is in it. */

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** Most strings are names; a search costs more than looking at so many bytes. */
const NEAR_BYTES = 24;

/** The value may come in any number of chunks. Whether it is valid is for the parser to say. */
export class JsonSkimmer {
  /** Line ends passed between values, over all of them: JSON has none in its strings. */
  lines = 0;
  /** How deep lists and objects were nested in the value at hand. */
  deepest = 0;
  #kind: 'fresh' | 'string' | 'scalar' | 'container' = 'fresh';
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** A new value begins with the next byte. */
  begin(): void {
    this.#kind = 'fresh';
    this.#depth = 0;
    this.deepest = 0;
    this.#inString = false;
    this.#escaped = false;
  }

  /** True for numbers and words, which may be over where the document is. */
  get mayEnd(): boolean {
    return this.#kind === 'scalar';
  }

  /** Index just behind the value, or -1 when it goes on behind these bytes. */
  skim(bytes: Buffer, from: number): number {
    let at = from;
    if (this.#kind === 'fresh' && at < bytes.length) {
      const first = bytes[at] ?? 0;
      if (first === QUOTE) this.#kind = 'string';
      else this.#kind = first === OPEN_LIST || first === OPEN_OBJECT ? 'container' : 'scalar';
      if (this.#kind === 'string') {
        this.#inString = true;
        at++;
      }
    }
    if (this.#kind === 'scalar') return scalarEnd(bytes, at);
    while (at < bytes.length) {
      if (this.#inString) {
        at = this.#skimString(bytes, at);
        if (this.#inString) return -1;
        if (this.#kind === 'string') return at;
        continue;
      }
      const byte = bytes[at++] ?? 0;
      if (byte === QUOTE) this.#inString = true;
      else if (byte === NEWLINE) this.lines++;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        this.#depth++;
        if (this.#depth > this.deepest) this.deepest = this.#depth;
      } else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && --this.#depth === 0) return at;
    }
    return -1;
  }

  /** Index behind the closing quote, or the end of the bytes while the string is open. */
  #skimString(bytes: Buffer, from: number): number {
    const near = Math.min(bytes.length, from + NEAR_BYTES);
    let at = from;
    // A backslash at the end of the chunk before must be over before the search for the quote.
    for (; at < near || (this.#escaped && at < bytes.length); at++) {
      const byte = bytes[at] ?? 0;
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
    }
    return at < bytes.length ? this.#findQuote(bytes, at) : at;
  }

  /** The same for long strings, which most of large files are: quotes behind an odd number of backslashes are text. */
  #findQuote(bytes: Buffer, from: number): number {
    for (let at = from; ;) {
      const found = bytes.indexOf(QUOTE, at);
      const end = found < 0 ? bytes.length : found;
      let backslashes = 0;
      while (end - backslashes > at && bytes[end - backslashes - 1] === BACKSLASH) backslashes++;
      const escaped = backslashes % 2 === 1;
      if (found < 0) {
        this.#escaped = escaped;
        return end;
      }
      at = found + 1;
      if (escaped) continue;
      this.#inString = false;
      return at;
    }
  }
}

/** Numbers and words, `NaN` and `-Infinity` among them, end before what can't be in them. */
function scalarEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= 32 || byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT) return at;
  }
  return -1;
}
