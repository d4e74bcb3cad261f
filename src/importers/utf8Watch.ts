import { firstInvalidUtf8, incompleteTail } from './encoding.ts';

const NEWLINE = 10;

/** Notes which bytes of a file aren't UTF-8, at most one a line, as the file goes by in chunks. */
export class Utf8Watch {
  #tail: Buffer = Buffer.alloc(0);
  #end = 0;
  #invalid: number[] = [];

  /** @param offset where the chunk stands in the file; -1 for one that was converted, which is always valid */
  push(bytes: Buffer, offset: number): void {
    if (offset < 0) return;
    const joined = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes]);
    let at = offset - this.#tail.length;
    this.#end = offset + bytes.length;
    const keep = incompleteTail(joined);
    let rest: Buffer = joined.subarray(0, joined.length - keep);
    for (let bad = firstInvalidUtf8(rest); bad >= 0; bad = firstInvalidUtf8(rest)) {
      this.#invalid.push(at + bad);
      const next = rest.indexOf(NEWLINE, bad);
      if (next < 0) break;
      at += next + 1;
      rest = rest.subarray(next + 1);
    }
    this.#tail = keep === 0 ? Buffer.alloc(0) : Buffer.from(joined.subarray(joined.length - keep));
  }

  /** Says that the file is over: a character cut off by its end isn't valid either. */
  finish(): void {
    if (this.#tail.length > 0) this.#invalid.push(this.#end - this.#tail.length);
    this.#tail = Buffer.alloc(0);
  }

  /** File offset of the first such byte before `offset`; those before it are then forgotten. */
  takeBefore(offset: number): number | undefined {
    const first = this.#invalid[0];
    if (first === undefined || first >= offset) return undefined;
    this.#invalid = this.#invalid.filter((at) => at >= offset);
    return first;
  }
}
