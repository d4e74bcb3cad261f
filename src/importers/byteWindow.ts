/**
 * The stretch of a file that is being parsed: chunks from the start of the current record on. It turns byte positions
 * into physical lines, gives excerpts, and says which bytes aren't UTF-8.
 */
import { firstInvalidUtf8, incompleteTail } from './encoding.ts';

const NEWLINE = 10;
const RETURN = 13;

interface Piece {
  readonly start: number;
  readonly bytes: Buffer;
}

export class ByteWindow {
  #pieces: Piece[] = [];
  #end = 0;
  /** Position up to which lines are counted, and the line (from 1) that position is on. */
  #at = 0;
  #line = 1;
  #pendingReturn = false;
  #tail: Buffer = Buffer.alloc(0);
  #invalid: number[] = [];
  #shift = 0;

  /** Positions count the bytes pushed; `offset` is where the chunk stands in the file, -1 when that means nothing. */
  push(bytes: Buffer, offset: number): void {
    if (this.#end === 0) this.#shift = offset < 0 ? -1 : offset;
    this.#pieces.push({ start: this.#end, bytes });
    if (this.#shift >= 0) this.#checkUtf8(bytes);
    this.#end += bytes.length;
  }

  /** Says that the file is over: a character cut off by its end isn't valid either. */
  finish(): void {
    if (this.#tail.length > 0) this.#invalid.push(this.#end - this.#tail.length);
    this.#tail = Buffer.alloc(0);
  }

  /** Position after the last byte pushed. */
  get end(): number {
    return this.#end;
  }

  /** The line that `position` is on; positions must not decrease from call to call. Earlier bytes are let go. */
  advanceTo(position: number): number {
    for (const { start, bytes } of this.#pieces) {
      if (start >= position) break;
      const from = Math.max(0, this.#at - start);
      const to = Math.min(bytes.length, position - start);
      this.#count(bytes, from, to);
    }
    this.#at = Math.max(this.#at, position);
    while (
      this.#pieces[0] !== undefined &&
      this.#pieces[0].start + this.#pieces[0].bytes.length <= this.#at
    ) {
      this.#pieces.shift();
    }
    // A return at the very end of what is counted is a line end of its own unless a newline follows.
    return this.#pendingReturn && this.#byteAt(this.#at) !== NEWLINE ? this.#line + 1 : this.#line;
  }

  /** First position from `position` on that holds neither a newline nor a return. */
  skipLineEnds(position: number): number {
    let at = position;
    for (let byte = this.#byteAt(at); byte === NEWLINE || byte === RETURN; byte = this.#byteAt(at)) at++;
    return at;
  }

  /** The bytes from..to-1 as they are in the window. */
  slice(from: number, to: number): Buffer {
    const parts: Buffer[] = [];
    for (const { start, bytes } of this.#pieces) {
      if (start >= to) break;
      if (start + bytes.length > from) parts.push(bytes.subarray(Math.max(0, from - start), to - start));
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** The bytes from `position` to the end of the chunk it is in. */
  pieceAt(position: number): Buffer {
    const piece = this.#pieces.find(({ start, bytes }) => position < start + bytes.length);
    return piece === undefined ? Buffer.alloc(0) : piece.bytes.subarray(Math.max(0, position - piece.start));
  }

  /** The position just after the first `byte` from `position` on; undefined when there is none yet. */
  after(byte: number, position: number): number | undefined {
    for (const { start, bytes } of this.#pieces) {
      if (start + bytes.length <= position) continue;
      const at = bytes.indexOf(byte, Math.max(0, position - start));
      if (at >= 0) return start + at + 1;
    }
    return undefined;
  }

  /** File offset of the first byte before `position` that isn't UTF-8 and wasn't asked for before. */
  takeInvalidBefore(position: number): number | undefined {
    if (this.#invalid.length === 0) return undefined;
    const first = this.#invalid[0];
    if (first === undefined || first >= position) return undefined;
    this.#invalid = this.#invalid.filter((at) => at >= position);
    return first + this.#shift;
  }

  #byteAt(position: number): number | undefined {
    for (const { start, bytes } of this.#pieces) {
      if (position < start + bytes.length) return position < start ? undefined : bytes[position - start];
    }
    return undefined;
  }

  #count(bytes: Buffer, from: number, to: number): void {
    let line = this.#line;
    let pending = this.#pendingReturn;
    // A plain loop: lines are short, and a native search for each newline costs three times as much.
    for (let index = from; index < to; index++) {
      const byte = bytes[index] ?? 0;
      if (byte === NEWLINE || pending) line++;
      pending = byte === RETURN;
    }
    this.#line = line;
    this.#pendingReturn = pending;
  }

  #checkUtf8(bytes: Buffer): void {
    const joined = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes]);
    const base = this.#end - this.#tail.length;
    const keep = incompleteTail(joined);
    let rest: Buffer = joined.subarray(0, joined.length - keep);
    let at = base;
    for (let bad = firstInvalidUtf8(rest); bad >= 0; bad = firstInvalidUtf8(rest)) {
      this.#invalid.push(at + bad);
      // One report a line is enough: go on after the line's end.
      const next = rest.indexOf(NEWLINE, bad);
      if (next < 0) break;
      at += next + 1;
      rest = rest.subarray(next + 1);
    }
    this.#tail = keep === 0 ? Buffer.alloc(0) : Buffer.from(joined.subarray(joined.length - keep));
  }
}
