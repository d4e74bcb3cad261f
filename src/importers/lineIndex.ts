/** Finds lines of a JSON Lines file again by a key in them, with only their places in memory. */
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AuditError } from '../core/errors.ts';
import { fileError, readChunks } from './byteSource.ts';
import { MAXIMUM_RECORD_BYTES } from './limits.ts';

const NEWLINE = 10;
/** A batch of OpenAI's has 50,000 at most. */
const MOST_LINES = 1_000_000;

export interface IndexedLine {
  readonly key: string;
  /** 1-based. */
  readonly line: number;
}

export class LineIndex {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #places: ReadonlyMap<string, Place>;

  private constructor(path: string, file: FileHandle, places: ReadonlyMap<string, Place>) {
    this.path = path;
    this.#file = file;
    this.#places = places;
  }

  /**
   * @param keyOf the key of a line's text; lines without one are passed over, and so are later ones of the same key
   * @throws AuditError as `readChunks` does; `bad-input` for files whose bytes aren't their text (compressed, UTF-16)
   */
  static async build(
    path: string,
    signal: AbortSignal,
    keyOf: (text: string) => string | undefined,
  ): Promise<LineIndex> {
    const places = new Map<string, Place>();
    const scanner = new LinePlaces((bytes, offset, line) => {
      const key = keyOf(bytes.toString('utf8'));
      if (key === undefined || places.has(key)) return;
      if (places.size >= MOST_LINES) throw tooMany(path);
      places.set(key, { offset, length: bytes.length, line });
    });
    for await (const { bytes, offset } of readChunks({ path, signal, onBytes: () => undefined })) {
      if (offset < 0) throw notPlain(path);
      scanner.push(bytes, offset);
    }
    scanner.finish();
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch (error) {
      throw fileError(path, error);
    }
    return new LineIndex(path, file, places);
  }

  /** The line of that key; undefined when there is none. */
  async text(key: string): Promise<string | undefined> {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const buffer = Buffer.allocUnsafe(place.length);
    const { bytesRead } = await this.#file.read(buffer, 0, place.length, place.offset);
    return bytesRead < place.length ? undefined : buffer.toString('utf8');
  }

  *lines(): Generator<IndexedLine> {
    for (const [key, { line }] of this.#places) yield { key, line };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly line: number;
}

/** Calls back for every line that isn't overlong or empty, with where it stands; the line's number is from 1. */
export class LinePlaces {
  readonly #found: (bytes: Buffer, offset: number, line: number) => void;
  #carry: Buffer[] = [];
  #carryBytes = 0;
  #start = 0;
  #line = 1;

  constructor(found: (bytes: Buffer, offset: number, line: number) => void) {
    this.#found = found;
  }

  push(bytes: Buffer, offset: number): void {
    if (this.#carryBytes === 0 && this.#carry.length === 0) this.#start = offset;
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, from);
      if (end < 0) break;
      this.#take(bytes.subarray(from, end));
      this.#line++;
      from = end + 1;
      this.#start = offset + from;
    }
    const rest = bytes.subarray(from);
    this.#carryBytes += rest.length;
    if (this.#carryBytes > MAXIMUM_RECORD_BYTES) this.#carry = [];
    else this.#carry.push(rest);
  }

  finish(): void {
    this.#take(Buffer.alloc(0));
  }

  #take(last: Buffer): void {
    if (this.#carryBytes + last.length <= MAXIMUM_RECORD_BYTES) {
      const bytes = this.#carry.length === 0 ? last : Buffer.concat([...this.#carry, last]);
      if (bytes.length > 0) this.#found(bytes, this.#start, this.#line);
    }
    this.#carry = [];
    this.#carryBytes = 0;
  }
}

function tooMany(path: string): AuditError {
  return new AuditError(
    'bad-input',
    `${basename(path)} has more than ${MOST_LINES.toLocaleString('en')} lines to find again.`,
    'Import it in several parts.',
  );
}

function notPlain(path: string): AuditError {
  return new AuditError(
    'bad-input',
    `${basename(path)} is compressed or in UTF-16, so its lines can’t be found again by their place.`,
    'Unpack it, or write it as UTF-8.',
  );
}
