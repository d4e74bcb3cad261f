/** Splits one big JSON list into the texts of its elements without holding the list. */
import { firstInvalidUtf8 } from './encoding.ts';
import { tooLong, type JsonEvent } from './jsonEvent.ts';
import { MAXIMUM_RECORD_BYTES } from './limits.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

export class JsonListSplitter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #row = 0;
  /** Of the element at hand: its bytes from earlier chunks, where it began. */
  #carry: Buffer[] = [];
  #carryBytes = 0;
  #startLine = 1;
  #startOffset = -1;
  #begun = false;
  #discarding = false;
  #closed = false;

  push(bytes: Buffer, offset: number): JsonEvent[] {
    const events: JsonEvent[] = [];
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === NEWLINE) this.#line++;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
        continue;
      }
      if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        this.#depth++;
        if (this.#depth === 1) {
          from = at + 1;
          continue;
        }
      }
      if (this.#depth === 1 && (byte === COMMA || byte === CLOSE_LIST)) {
        this.#take(events, bytes.subarray(from, at));
        from = at + 1;
      }
      if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        this.#depth--;
        if (this.#depth === 0) this.#closed = true;
        continue;
      }
      if (byte === QUOTE) this.#inString = true;
      if (!this.#begun && this.#depth > 0 && byte > 32 && byte !== COMMA) {
        this.#begun = true;
        this.#startLine = this.#line;
        this.#startOffset = offset < 0 ? -1 : offset + at;
        from = at;
      }
    }
    if (this.#begun && !this.#discarding) this.#keep(events, bytes.subarray(from));
    return events;
  }

  finish(): JsonEvent[] {
    if (this.#closed) return [];
    const reason = 'The list is never closed: the file ends in the middle.';
    const excerpt = Buffer.concat(this.#carry).toString('utf8', 0, 2000).slice(0, 500);
    const row = this.#row + 1;
    return [
      {
        problem: {
          row,
          line: this.#begun ? this.#startLine : this.#line,
          severity: 'error',
          reason,
          excerpt,
        },
      },
    ];
  }

  #keep(events: JsonEvent[], bytes: Buffer): void {
    this.#carry.push(bytes);
    this.#carryBytes += bytes.length;
    if (this.#carryBytes <= MAXIMUM_RECORD_BYTES) return;
    events.push(tooLong(this.#row + 1, this.#startLine, this.#carry[0] ?? bytes));
    this.#carry = [];
    this.#discarding = true;
  }

  #take(events: JsonEvent[], last: Buffer): void {
    if (!this.#begun) return;
    this.#row++;
    if (!this.#discarding) {
      const bytes = this.#carry.length === 0 ? last : Buffer.concat([...this.#carry, last]);
      const bad = this.#startOffset < 0 ? -1 : firstInvalidUtf8(bytes);
      const invalidAt = bad < 0 ? undefined : this.#startOffset + bad;
      events.push({ row: this.#row, line: this.#startLine, text: bytes.toString('utf8'), invalidAt });
    }
    this.#carry = [];
    this.#carryBytes = 0;
    this.#begun = false;
    this.#discarding = false;
  }
}
