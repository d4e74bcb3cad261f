/**
 * JSON as it stands in a file, written and read by other code than the product's: numbers with all their digits, bare
 * `NaN`, members in order and twice where they are there twice.
 */

/** A number by its digits. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Objects are maps: any name may be in them, `__proto__` as well. */
export type Exact = string | boolean | null | Digits | readonly Exact[] | ReadonlyMap<string, Exact>;

export interface JsonStyle {
  /** Spaces of indentation; 0 for one line. */
  readonly indent: number;
  /** Behind colons, and behind commas of one line, as Python writes them. */
  readonly spaced: boolean;
  /** Everything outside ASCII as an escape. */
  readonly ascii: boolean;
}

export const COMPACT: JsonStyle = { indent: 0, spaced: false, ascii: false };

/** A plain value as JSON. Numbers may be NaN or infinite; `Digits` are written as they are. */
export function exactText(value: unknown, style: JsonStyle = COMPACT, depth = 0): string {
  if (value instanceof Digits) return value.text;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') return stringText(value, style);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = style.indent === 0 ? '' : `\n${' '.repeat(style.indent * (depth + 1))}`;
  const outer = style.indent === 0 ? '' : `\n${' '.repeat(style.indent * depth)}`;
  const comma = style.indent === 0 && style.spaced ? ', ' : `,${inner}`;
  const colon = style.spaced ? ': ' : ':';
  const items = Array.isArray(value)
    ? value.map((item) => exactText(item, style, depth + 1))
    : (value instanceof Map ? [...value] : Object.entries(value)).map(
        ([name, item]) => stringText(String(name), style) + colon + exactText(item, style, depth + 1),
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return items.length === 0 ? open + close : open + inner + items.join(comma) + outer + close;
}

function stringText(text: string, { ascii }: JsonStyle): string {
  const json = JSON.stringify(text);
  if (!ascii) return json;
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A plain value as it would be read again. */
export function exactly(value: unknown): Exact {
  return parseExact(exactText(value)).value;
}

/**
 * The value that begins at `from`, and where it ends.
 *
 * @throws SyntaxError when there is none
 */
export function parseExact(text: string, from = 0): { readonly value: Exact; readonly end: number } {
  const reader = new Reader(text, from);
  const value = reader.value();
  return { value, end: reader.at };
}

class Reader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  value(): Exact {
    this.#space();
    const char = this.#text[this.at];
    if (char === '{') return this.#object();
    if (char === '[') return this.#list();
    if (char === '"') return this.#string();
    const word = /(?:true|false|null|-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/y;
    word.lastIndex = this.at;
    const found = word.exec(this.#text)?.[0];
    if (found === undefined) throw new SyntaxError(`no value at ${this.at}`);
    this.at += found.length;
    if (found === 'true' || found === 'false') return found === 'true';
    return found === 'null' ? null : new Digits(found);
  }

  #object(): Exact {
    const members = new Map<string, Exact>();
    this.at++;
    for (let first = true; !this.#takes('}'); first = false) {
      if (!first) this.#expect(',');
      this.#space();
      let name = this.#string();
      while (members.has(name)) name += ' (again)';
      this.#expect(':');
      members.set(name, this.value());
    }
    return members;
  }

  #list(): Exact {
    const items: Exact[] = [];
    this.at++;
    for (let first = true; !this.#takes(']'); first = false) {
      if (!first) this.#expect(',');
      items.push(this.value());
    }
    return items;
  }

  #string(): string {
    let end = this.at + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    const read = JSON.parse(this.#text.slice(this.at, end + 1)) as string;
    this.at = end + 1;
    return read;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text[this.at] ?? '-')) this.at++;
  }

  #takes(char: string): boolean {
    this.#space();
    if (this.#text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#takes(char)) throw new SyntaxError(`no ${char} at ${this.at}`);
  }
}
