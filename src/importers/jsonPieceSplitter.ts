/** Splits a JSON document, chunk by chunk, into the values at given places and the rest. */
import { firstInvalidUtf8 } from './encoding.ts';
import type { JsonPiecesEvent } from './jsonPieces.ts';
import { JsonRest } from './jsonRest.ts';
import { JsonSkimmer } from './jsonSkimmer.ts';
import { parseLenientJson } from './lenientJson.ts';
import { excerptOf, LIMIT_IN_WORDS, MAXIMUM_DEPTH, MAXIMUM_RECORD_BYTES } from './limits.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const NEWLINE = 10;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const MAXIMUM_NAME_BYTES = 1024 * 1024;

interface Pattern {
  readonly text: string;
  readonly segments: readonly string[];
  rows: number;
}

/** A list or object that a piece may stand in. */
interface Frame {
  readonly list: boolean;
  /** The patterns that fit the way to here and go further. */
  readonly patterns: readonly Pattern[];
  index: number;
  name: string;
  /** The name as recorded, quotes included; empty in lists. */
  nameText: string;
}

type State = 'value' | 'name' | 'in name' | 'colon' | 'after' | 'in value' | 'end' | 'broken';

export class JsonPieceSplitter {
  readonly #patterns: readonly Pattern[];
  readonly #rest = new JsonRest();
  readonly #skimmer = new JsonSkimmer();
  readonly #frames: Frame[] = [];
  #state: State = 'value';
  #events: JsonPiecesEvent[] = [];
  #whiteLines = 0;
  /** Of the value or name at hand: its bytes from earlier chunks, where it began, what it is. */
  #carry: Buffer[] = [];
  #carryBytes = 0;
  #startLine = 1;
  #startOffset = -1;
  #piece: Pattern | undefined;
  #overlong = false;

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map((text) => ({
      text,
      segments: text === '' ? [] : text.split('.'),
      rows: 0,
    }));
  }

  /** `offset` is where the bytes stand in the file, or -1. */
  push(bytes: Buffer, offset: number): readonly JsonPiecesEvent[] {
    let at = 0;
    while (at < bytes.length && this.#state !== 'broken') {
      if (this.#state === 'in value' || this.#state === 'in name') {
        const end = this.#skimmer.skim(bytes, at);
        this.#keep(bytes.subarray(at, end < 0 ? bytes.length : end));
        if (end < 0) break;
        at = end;
        if (this.#state === 'in name') this.#takeName();
        else if (this.#state === 'in value') this.#takeValue();
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte === NEWLINE) this.#whiteLines++;
      if (byte <= 32) at++;
      else if (this.#take(byte, offset < 0 ? -1 : offset + at)) at++;
    }
    return this.#flush();
  }

  /** The document's end: its last value, what is wrong with it, and the rest. */
  finish(): readonly JsonPiecesEvent[] {
    if (this.#state === 'in value' && this.#frames.length === 0 && this.#skimmer.mayEnd) this.#takeValue();
    const empty = this.#state === 'value' && this.#frames.length === 0;
    const complete = this.#state === 'end';
    if (!complete && !empty && this.#state !== 'broken') {
      const begun = this.#state === 'in value';
      const reason = 'The document is never closed: the file ends in the middle.';
      this.#problem(this.#piece?.rows ?? 0, begun ? this.#startLine : this.#line, reason);
    }
    this.#events.push({ rest: this.#rest.finish(), complete, shortened: this.#rest.shortened });
    return this.#flush();
  }

  get #line(): number {
    return 1 + this.#whiteLines + this.#skimmer.lines;
  }

  #flush(): readonly JsonPiecesEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** A byte between values; false when it isn't used up, but begins a value. */
  #take(byte: number, offset: number): boolean {
    const frame = this.#frames.at(-1);
    const closing = frame?.list === true ? CLOSE_LIST : CLOSE_OBJECT;
    switch (this.#state) {
      case 'name':
        if (byte === closing) return this.#close();
        if (byte !== QUOTE) return this.#fail('a name in quotes');
        this.#begin('in name', offset);
        return false;
      case 'colon':
        if (byte !== COLON) return this.#fail('a colon');
        this.#state = 'value';
        return true;
      case 'value':
        if (frame?.list === true && byte === CLOSE_LIST) return this.#close();
        if (byte === COMMA || byte === COLON || byte === CLOSE_LIST || byte === CLOSE_OBJECT)
          return this.#fail('a value');
        return this.#beginValue(byte, offset);
      case 'after':
        if (byte === closing) return this.#close();
        if (byte !== COMMA || frame === undefined) return this.#fail('a comma');
        frame.index++;
        this.#state = frame.list ? 'value' : 'name';
        return true;
      default:
        return this.#fail('the end');
    }
  }

  #beginValue(byte: number, offset: number): boolean {
    const frame = this.#frames.at(-1);
    const depth = this.#frames.length;
    const key = frame?.list === true ? String(frame.index) : (frame?.name ?? '');
    const fitting =
      frame?.patterns.filter(({ segments }) => segments[depth - 1] === '*' || segments[depth - 1] === key) ??
      this.#patterns;
    this.#piece = fitting.find(({ segments }) => segments.length === depth);
    if (this.#piece === undefined && fitting.length > 0 && (byte === OPEN_LIST || byte === OPEN_OBJECT)) {
      const list = byte === OPEN_LIST;
      this.#rest.open(frame?.nameText ?? '', list);
      this.#frames.push({ list, patterns: fitting, index: 0, name: '', nameText: '' });
      this.#state = list ? 'value' : 'name';
      return true;
    }
    if (this.#piece !== undefined) this.#piece.rows++;
    this.#begin('in value', offset);
    return false;
  }

  #begin(state: 'in value' | 'in name', offset: number): void {
    this.#state = state;
    this.#startLine = this.#line;
    this.#startOffset = offset;
    this.#overlong = false;
    this.#skimmer.begin();
  }

  #close(): true {
    this.#frames.pop();
    this.#rest.close();
    this.#state = this.#frames.length === 0 ? 'end' : 'after';
    return true;
  }

  #keep(bytes: Buffer): void {
    if (this.#overlong) return;
    this.#carry.push(bytes);
    this.#carryBytes += bytes.length;
    if (this.#carryBytes <= this.#limit()) return;
    this.#overlong = true;
    if (this.#state === 'in name') {
      this.#problem(0, this.#startLine, 'A name is longer than 1 MiB; the rest of the document wasn’t read.');
      this.#state = 'broken';
    } else if (this.#piece === undefined) this.#rest.shortened = true;
    else {
      const reason = `The value is longer than ${LIMIT_IN_WORDS}, the limit for one transcript; it was left out.`;
      this.#problem(this.#piece.rows, this.#startLine, reason);
    }
    this.#drop();
  }

  #limit(): number {
    if (this.#state === 'in name') return MAXIMUM_NAME_BYTES;
    return this.#piece === undefined ? this.#rest.room : MAXIMUM_RECORD_BYTES;
  }

  #takeName(): void {
    const frame = this.#frames.at(-1);
    const text = this.#join().toString('utf8');
    const name = parsed(text);
    if (frame !== undefined) {
      // A name with bytes that JSON doesn't allow is still a name.
      frame.name = typeof name === 'string' ? name : text.slice(1, -1);
      frame.nameText = typeof name === 'string' ? text : JSON.stringify(frame.name);
    }
    this.#state = 'colon';
  }

  #takeValue(): void {
    this.#state = this.#frames.length === 0 ? 'end' : 'after';
    if (this.#overlong) return;
    const piece = this.#piece;
    if (this.#skimmer.deepest > MAXIMUM_DEPTH) {
      const reason = `The value is nested more than ${MAXIMUM_DEPTH} deep; it was left out.`;
      this.#problem(piece?.rows ?? 0, this.#startLine, reason);
      this.#drop();
      return;
    }
    if (piece === undefined) {
      this.#takeRest();
      return;
    }
    const bytes = this.#join();
    const bad = this.#startOffset < 0 ? -1 : firstInvalidUtf8(bytes);
    this.#events.push({
      pattern: piece.text,
      keys: this.#frames.map(({ list, index, name }) => (list ? index : name)),
      row: piece.rows,
      line: this.#startLine,
      offset: this.#startOffset,
      bytes: bytes.length,
      text: bytes.toString('utf8'),
      invalidAt: bad < 0 ? undefined : this.#startOffset + bad,
    });
  }

  /** What isn't valid is left out, so that the rest can be read. */
  #takeRest(): void {
    const text = Buffer.concat(this.#carry).toString('utf8');
    if (parsed(text) !== undefined) this.#rest.value(this.#frames.at(-1)?.nameText ?? '', text);
    else this.#problem(0, this.#startLine, 'A value of the document isn’t valid JSON; it was left out.');
    this.#drop();
  }

  #join(): Buffer {
    const bytes = this.#carry.length === 1 ? this.#carry[0] : Buffer.concat(this.#carry);
    this.#drop();
    return bytes ?? Buffer.alloc(0);
  }

  #drop(): void {
    this.#carry = [];
    this.#carryBytes = 0;
  }

  #fail(expected: string): true {
    const reason =
      expected === 'the end'
        ? 'There is more behind the end of the document; it wasn’t read.'
        : `It isn’t JSON from here on: ${expected} was expected.`;
    this.#problem(0, this.#line, reason);
    this.#state = 'broken';
    return true;
  }

  /** The excerpt is the beginning of the value at hand. */
  #problem(row: number, line: number, reason: string): void {
    const excerpt = excerptOf(this.#carry[0] ?? Buffer.alloc(0));
    this.#events.push({ problem: { row, line, severity: 'error', reason, excerpt } });
  }
}

/** Undefined when it isn't JSON. */
function parsed(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
