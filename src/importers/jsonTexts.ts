/** Splits a file into the texts of its JSON values: one a line, or the elements of one list. */
import { isUtf8 } from 'node:buffer';
import { readChunks, type ByteSourceOptions } from './byteSource.ts';
import { firstInvalidUtf8 } from './encoding.ts';
import { tooLong, type JsonEvent } from './jsonEvent.ts';
import { JsonListSplitter } from './jsonListSplitter.ts';
import { MAXIMUM_RECORD_BYTES } from './limits.ts';

/** How the values of a file are laid out. */
export type JsonLayout = 'lines' | 'list';

const VALUES_A_BATCH = 400;
const NEWLINE = 10;

/**
 * The values' texts in source order, in batches of at most 400; blank lines are passed over, overlong ones reported
 * and skipped with bounded memory.
 *
 * @throws AuditError as `readChunks` does
 */
export async function* readJsonTexts(
  options: ByteSourceOptions & { readonly layout: JsonLayout },
): AsyncGenerator<readonly JsonEvent[]> {
  const splitter = options.layout === 'lines' ? new LineSplitter() : new JsonListSplitter();
  for await (const { bytes, offset } of readChunks(options)) yield* inBatches(splitter.push(bytes, offset));
  yield* inBatches(splitter.finish());
}

function* inBatches(events: readonly JsonEvent[]): Generator<readonly JsonEvent[]> {
  for (let at = 0; at < events.length; at += VALUES_A_BATCH) yield events.slice(at, at + VALUES_A_BATCH);
}

class LineSplitter {
  #carry: Buffer[] = [];
  #carryBytes = 0;
  #carryOffset = 0;
  #line = 0;
  /** True while skipping to the end of an overlong line. */
  #discarding = false;

  push(bytes: Buffer, offset: number): JsonEvent[] {
    let rest = bytes;
    let restOffset = offset;
    if (this.#discarding) {
      const end = rest.indexOf(NEWLINE);
      if (end < 0) return [];
      this.#discarding = false;
      rest = rest.subarray(end + 1);
      if (restOffset >= 0) restOffset += end + 1;
    }
    if (this.#carryBytes === 0) this.#carryOffset = restOffset;
    const end = rest.lastIndexOf(NEWLINE);
    if (end < 0) return this.#keep(rest);
    const whole = this.#join(rest.subarray(0, end));
    const events = this.#lines(whole, this.#carryOffset);
    this.#carry = [];
    this.#carryBytes = 0;
    this.#carryOffset = restOffset < 0 ? -1 : restOffset + end + 1;
    events.push(...this.#keep(rest.subarray(end + 1)));
    return events;
  }

  finish(): JsonEvent[] {
    return this.#carryBytes === 0 ? [] : this.#lines(this.#join(Buffer.alloc(0)), this.#carryOffset);
  }

  #keep(bytes: Buffer): JsonEvent[] {
    if (bytes.length > 0) this.#carry.push(bytes);
    this.#carryBytes += bytes.length;
    if (this.#carryBytes <= MAXIMUM_RECORD_BYTES) return [];
    const beginning = this.#carry[0] ?? bytes;
    this.#carry = [];
    this.#carryBytes = 0;
    this.#discarding = true;
    this.#line++;
    return [tooLong(this.#line, this.#line, beginning)];
  }

  #join(last: Buffer): Buffer {
    return this.#carry.length === 0 ? last : Buffer.concat([...this.#carry, last]);
  }

  /** `bytes` are whole lines, without the last one's end. */
  #lines(bytes: Buffer, offset: number): JsonEvent[] {
    const valid = offset < 0 || isUtf8(bytes);
    const events: JsonEvent[] = [];
    const text = bytes.toString('utf8');
    let byteStart = 0;
    for (let from = 0; from <= text.length;) {
      const newline = text.indexOf('\n', from);
      const to = newline < 0 ? text.length : newline;
      const line = text.slice(from, to);
      this.#line++;
      let invalidAt: number | undefined;
      if (!valid) {
        const byteEnd = bytes.indexOf(NEWLINE, byteStart);
        const bad = firstInvalidUtf8(bytes.subarray(byteStart, byteEnd < 0 ? bytes.length : byteEnd));
        if (bad >= 0) invalidAt = offset + byteStart + bad;
        byteStart = byteEnd + 1;
      }
      if (line.trim() !== '') events.push({ row: this.#line, line: this.#line, text: line, invalidAt });
      from = to + 1;
    }
    return events;
  }
}
