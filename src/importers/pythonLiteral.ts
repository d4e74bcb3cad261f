/** Reads Python literals (what `str()` of a dict or a list prints) and, as it goes, JSON. Nothing is ever executed. */

export type LiteralValue =
  string | number | boolean | null | LiteralValue[] | { [key: string]: LiteralValue };

const MAXIMUM_DEPTH = 64;
/** In a cell: more is no literal but a file of its own. */
const MAXIMUM_VALUES = 1_000_000;
const NUMBER = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_][\w.]*/y;
const WORDS: Readonly<Record<string, LiteralValue>> = {
  None: null,
  null: null,
  True: true,
  true: true,
  False: false,
  false: false,
  nan: NaN,
  NaN: NaN,
  inf: Infinity,
  Infinity: Infinity,
};
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '/': '/',
  '\n': '',
};

/** Undefined when the text isn't one whole literal. Dictionaries come without a prototype, so any key is safe. */
export function parsePythonLiteral(text: string): LiteralValue | undefined {
  const reader = new LiteralReader(text);
  try {
    const value = reader.value(0);
    return reader.atEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NotALiteral) return undefined;
    throw error;
  }
}

class NotALiteral extends Error {}

class LiteralReader {
  readonly #text: string;
  #at = 0;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length;
  }

  value(depth: number): LiteralValue {
    if (depth > MAXIMUM_DEPTH || ++this.#values > MAXIMUM_VALUES) throw new NotALiteral();
    this.#skipSpace();
    const char = this.#text.charAt(this.#at);
    switch (char) {
      case '{':
        return this.#dictionary(depth);
      case '[':
        return this.#list(']', depth);
      case '(':
        return this.#list(')', depth);
      case "'":
      case '"':
        return this.#string(char);
      default:
        return this.#numberOrWord(depth);
    }
  }

  #dictionary(depth: number): LiteralValue {
    const entries = Object.create(null) as { [key: string]: LiteralValue };
    this.#at++;
    while (!this.#take('}')) {
      const key = this.value(depth + 1);
      if (typeof key === 'object') throw new NotALiteral();
      this.#expect(':');
      entries[String(key)] = this.value(depth + 1);
      if (!this.#take(',')) {
        this.#expect('}');
        break;
      }
    }
    return entries;
  }

  #list(closing: string, depth: number): LiteralValue[] {
    const items: LiteralValue[] = [];
    this.#at++;
    while (!this.#take(closing)) {
      items.push(this.value(depth + 1));
      if (!this.#take(',')) {
        this.#expect(closing);
        break;
      }
    }
    return items;
  }

  #string(quote: string): string {
    let from = ++this.#at;
    let value = '';
    for (;;) {
      const char = this.#text.charAt(this.#at);
      if (char === '') throw new NotALiteral();
      if (char === quote) break;
      if (char === '\\') {
        value += this.#text.slice(from, this.#at) + this.#escape();
        from = this.#at;
      } else {
        this.#at++;
      }
    }
    value += this.#text.slice(from, this.#at);
    this.#at++;
    return value;
  }

  #escape(): string {
    const letter = this.#text.charAt(this.#at + 1);
    const plain = ESCAPES[letter];
    if (plain !== undefined) {
      this.#at += 2;
      return plain;
    }
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits !== undefined) {
      const hex = this.#text.slice(this.#at + 2, this.#at + 2 + digits);
      if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) throw new NotALiteral();
      const code = parseInt(hex, 16);
      if (code > 0x10ffff) throw new NotALiteral();
      this.#at += 2 + digits;
      return String.fromCodePoint(code);
    }
    const octal = /^[0-7]{1,3}/.exec(this.#text.slice(this.#at + 1, this.#at + 4))?.[0];
    if (octal !== undefined) {
      this.#at += 1 + octal.length;
      return String.fromCharCode(parseInt(octal, 8));
    }
    // Python keeps the backslash of an escape it doesn't know.
    this.#at += 1;
    return '\\';
  }

  #numberOrWord(depth: number): LiteralValue {
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return Number(number.replaceAll('_', ''));
    }
    const sign = this.#text.charAt(this.#at);
    if (sign === '-' || sign === '+') this.#at++;
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0];
    if (word === undefined) throw new NotALiteral();
    this.#at += word.length;
    // Newer numpy prints its numbers as np.float64(0.5); only a plain number may stand inside.
    if (/^(?:np|numpy)\.(?:float|int|bool)/.test(word) && this.#take('(')) {
      const inside = this.value(depth + 1);
      if (typeof inside === 'object' || typeof inside === 'string') throw new NotALiteral();
      this.#expect(')');
      return sign === '-' ? -Number(inside) : inside;
    }
    const value = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (value === undefined) throw new NotALiteral();
    if (sign === '-' || sign === '+') {
      if (typeof value !== 'number') throw new NotALiteral();
      return sign === '-' ? -value : value;
    }
    return value;
  }

  #take(char: string): boolean {
    this.#skipSpace();
    if (this.#text.charAt(this.#at) !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#take(char)) throw new NotALiteral();
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at++;
    }
  }
}
