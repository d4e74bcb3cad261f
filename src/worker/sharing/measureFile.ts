/** How far a label file is whole, and whether it is what it was with more behind it. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { LABEL_FILE_FORMAT, parseLabelLine } from '../../core/labelFile.ts';
import { LONGEST_LINE_BYTES } from '../../exporters/labels/boundedLines.ts';
import type { KnownFile } from './sharingState.ts';

const SNIFFED_BYTES = 64 * 1024;
const LINE_FEED = 10;

export interface MeasuredFile {
  /** Up to the end of the last whole line, and how many lines these are. */
  readonly readBytes: number;
  readonly readLines: number;
  /** Over these bytes; takes more when lines are added. */
  readonly hash: Hash;
  /** True when it begins with exactly what was read of it before. */
  readonly isContinued: boolean;
  /** What follows the last line end, in bytes; 0 for most files. */
  readonly restBytes: number;
  /** These bytes; empty where they are more than any line of ours. */
  readonly rest: Buffer;
}

/** What of an earlier reading tells that the file is still the same up to there. */
type Read = Pick<KnownFile, 'readBytes' | 'sha256'>;

/** Reads a file once, holding one line of it at most, and none that is too long to be one of ours. */
export async function measureFile(
  path: string,
  known: Read | undefined,
  signal?: AbortSignal,
): Promise<MeasuredFile> {
  let hash = createHash('sha256');
  let pieces: Buffer[] = [];
  let held = 0;
  /** Of a line that is too long to be held: the hash up to here. */
  let beyond: Hash | undefined;
  let readBytes = 0;
  let readLines = 0;
  let isContinued = known?.readBytes === 0;
  const take = (whole: Buffer): void => {
    const until = known === undefined ? -1 : known.readBytes - readBytes;
    if (until > 0 && until <= whole.length) {
      hash.update(whole.subarray(0, until));
      isContinued = hash.copy().digest('hex') === known?.sha256;
      hash.update(whole.subarray(until));
    } else hash.update(whole);
    readBytes += whole.length;
    for (let at = whole.indexOf(LINE_FEED); at !== -1; at = whole.indexOf(LINE_FEED, at + 1)) readLines += 1;
  };
  const stream = createReadStream(path, signal === undefined ? {} : { signal });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      if (beyond !== undefined) {
        // What was read before ended with a line, so it can't have ended within this one.
        hash = beyond;
        readBytes += held;
        beyond = undefined;
      }
      take(Buffer.concat([...pieces, chunk.subarray(0, end)]));
      pieces = [];
      held = 0;
    }
    if (end < chunk.length) {
      const rest = chunk.subarray(end);
      held += rest.length;
      if (beyond === undefined) pieces.push(rest);
      else beyond.update(rest);
    }
    // No line of ours is nearly so long: whoever reads the file passes it over, and it isn't held here either.
    if (held > LONGEST_LINE_BYTES && beyond === undefined) {
      beyond = hash.copy();
      for (const piece of pieces) beyond.update(piece);
      pieces = [];
    }
  }
  return { readBytes, readLines, hash, isContinued, restBytes: held, rest: Buffer.concat(pieces) };
}

/** True when the text behind the last line end is a line all the same, of an editor that writes no end to the last one. */
export function isWholeLine(rest: Buffer): boolean {
  if (rest.length === 0 || rest.length > LONGEST_LINE_BYTES) return false;
  const { kind } = parseLabelLine(rest.toString('utf8'));
  return kind !== 'problem';
}

/** Whether a file has label events or headers among its first lines; folders may hold other JSON Lines, of any size. */
export async function looksLikeLabels(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    // A queue of a thousand transcripts is a line longer than what was read.
    if (text.trimStart().startsWith(`{"format":"${LABEL_FILE_FORMAT}"`)) return true;
    const lines = text.split('\n');
    // The last one may be cut off by our looking.
    if (bytesRead === SNIFFED_BYTES) lines.pop();
    return lines.some((line) => {
      const { kind } = parseLabelLine(line);
      return ['event', 'header', 'queue', 'newer-version'].includes(kind);
    });
  } finally {
    await handle.close();
  }
}
