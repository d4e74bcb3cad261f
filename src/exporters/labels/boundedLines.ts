/** Lines of a file in constant memory, however long one of them is. */
import { createReadStream } from 'node:fs';

/** A label event is a few hundred bytes, a long note may make it longer; a queue of 150,000 transcripts comes near this. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

export interface TextLine {
  /** 1-based. */
  readonly number: number;
  /** Undefined when the line is longer than the limit or not UTF-8; `problem` says which. */
  readonly text: string | undefined;
  readonly problem: string;
}

/** A stretch of a file that begins and ends with a line. */
export interface LineRange {
  /** Bytes and lines that come before it. */
  readonly fromByte: number;
  readonly fromLine: number;
  /** Exclusive. */
  readonly toByte: number;
}

/**
 * Reads a file line by line (`\n`, `\r\n`); lines over the limit are passed over without being held.
 *
 * @param range the whole file where it is not given
 */
export async function* boundedLines(
  path: string,
  signal?: AbortSignal,
  limit = LONGEST_LINE_BYTES,
  range?: LineRange,
): AsyncGenerator<TextLine> {
  if (range !== undefined && range.toByte <= range.fromByte) return;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let pieces: Buffer[] = [];
  let length = 0;
  let number = range?.fromLine ?? 0;
  const take = (): TextLine => {
    number += 1;
    const whole = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    const tooLong = length > limit;
    pieces = [];
    length = 0;
    if (tooLong) {
      return { number, text: undefined, problem: `The line is longer than ${limit / 1024 / 1024} MiB.` };
    }
    try {
      return { number, text: decoder.decode(whole), problem: '' };
    } catch {
      return { number, text: undefined, problem: 'The line is not UTF-8 text.' };
    }
  };
  const add = (piece: Buffer): void => {
    length += piece.length;
    if (length > limit) pieces = [];
    else pieces.push(piece);
  };
  const stream = createReadStream(path, {
    ...(signal === undefined ? {} : { signal }),
    ...(range === undefined ? {} : { start: range.fromByte, end: range.toByte - 1 }),
  });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}
