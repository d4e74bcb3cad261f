/** Compressed files: what their first bytes say, and how deflated, gzipped and zstd data is read as a stream. */
import { pipeline, Readable, type Transform } from 'node:stream';
import {
  constants,
  createGunzip,
  createInflateRaw,
  createZstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import { AuditError } from '../core/errors.ts';
import { ZstdFrameScanner } from './zstdFrames.ts';

export type Compression = 'gzip' | 'zstd';

const OUTPUT_BYTES = 128 * 1024;
/** Frames up to this size are unpacked at once, if they unpack to no more than that. */
const SMALL_FRAME = 64 * 1024;
const MOST_AT_ONCE = 1024 * 1024;
/** Windows of up to 128 MiB, as its own tool allows without being told to. */
const ZSTD_PARAMETERS = { [constants.ZSTD_d_windowLogMax]: 27 };
/** Data that grows more than this when unpacked was made to fill memory or disk. */
export const MAXIMUM_RATIO = 1000;
/** What very small files may unpack to, whatever the ratio. */
const ALWAYS_ALLOWED_BYTES = 16 * 1024 * 1024;

/** Undefined when it isn't compressed in a way that is read. */
export function detectCompression(bytes: Uint8Array): Compression | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  // A frame to be skipped, with which tools begin that compress in parallel.
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  return undefined;
}

export interface Unpacking {
  /** What it is called in messages. */
  readonly name: string;
  /** How many bytes the compressed data has, to which what comes out is compared. */
  readonly packedBytes: number;
}

/**
 * Unpacks a stream as it comes: gzip with any number of members, zstd with any number of frames.
 *
 * @throws AuditError `bad-input` when the data is damaged, ends in the middle or unpacks to over 1,000 times its size;
 * what stands before the place was yielded. Errors of the source are passed on.
 */
export async function* unpack(
  source: AsyncIterable<Buffer>,
  method: Compression | 'deflate',
  { name, packedBytes }: Unpacking,
): AsyncGenerator<Buffer> {
  const limit = Math.max(ALWAYS_ALLOWED_BYTES, packedBytes * MAXIMUM_RATIO);
  let total = 0;
  try {
    for await (const bytes of method === 'zstd' ? zstd(source) : inflate(source, method)) {
      total += bytes.length;
      if (total > limit) throw bomb(name);
      yield bytes;
    }
  } catch (error) {
    throw damaged(name, error);
  }
}

function inflate(source: AsyncIterable<Buffer>, method: 'gzip' | 'deflate'): AsyncIterable<Buffer> {
  const options = { chunkSize: OUTPUT_BYTES };
  return through(source, method === 'gzip' ? createGunzip(options) : createInflateRaw(options));
}

/** Node's own decompressor stops behind the first frame without a word, so that each frame gets one. */
async function* zstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const frames = new FrameReader(source);
  try {
    while (await frames.next()) {
      const small = frames.takeSmall();
      const bytes = small === undefined ? undefined : unpackedSmall(small);
      if (bytes !== undefined) {
        yield bytes;
        continue;
      }
      const packed = small === undefined ? frames.bytes() : only(small);
      yield* through(packed, createZstdDecompress({ chunkSize: OUTPUT_BYTES, params: ZSTD_PARAMETERS }));
      // Some versions of Node end quietly in the middle of a frame.
      if (!frames.ended) throw new Error('unexpected end of file');
    }
  } finally {
    await frames.close();
  }
}

/** Undefined when it unpacks to much, or is damaged, which reading it as a stream says. */
function unpackedSmall(frame: Buffer): Buffer | undefined {
  try {
    return zstdDecompressSync(frame, { maxOutputLength: MOST_AT_ONCE, params: ZSTD_PARAMETERS });
  } catch {
    return undefined;
  }
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

function through(source: AsyncIterable<Buffer>, transform: Transform): AsyncIterable<Buffer> {
  // Errors reach whoever reads the transform; the callback keeps them from being thrown here as well.
  pipeline(Readable.from(source, { objectMode: true, highWaterMark: 1 }), transform, () => undefined);
  return transform;
}

/** Hands on the bytes of one frame after the other. */
class FrameReader {
  /** True when the frame at hand was read to its end. */
  ended = true;
  readonly #source: AsyncIterator<Buffer>;
  #scanner = new ZstdFrameScanner();
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Whether there is another frame; frames to be skipped are passed over. */
  async next(): Promise<boolean> {
    while (await this.#fill()) {
      this.#scanner = new ZstdFrameScanner();
      this.ended = false;
      if ((await this.#kind()) === 'frame') return true;
      for await (const _ of this.bytes());
      if (!this.ended) throw new Error('unexpected end of file');
    }
    return false;
  }

  /** The frame, when it is short and all there; a stream for each of thousands of them takes longer than all the rest. */
  takeSmall(): Buffer | undefined {
    const end = new ZstdFrameScanner().scan(this.#rest.subarray(0, SMALL_FRAME));
    if (end < 0) return undefined;
    const frame = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    this.ended = true;
    return frame;
  }

  async *bytes(): AsyncGenerator<Buffer> {
    while (!this.ended && (await this.#fill())) {
      const end = this.#scanner.scan(this.#rest);
      const bytes = end < 0 ? this.#rest : this.#rest.subarray(0, end);
      this.#rest = end < 0 ? Buffer.alloc(0) : this.#rest.subarray(end);
      this.ended = end >= 0;
      yield bytes;
    }
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #kind(): Promise<'frame' | 'skippable'> {
    while (this.#rest.length < 4) {
      const before = this.#rest;
      this.#rest = Buffer.alloc(0);
      if (!(await this.#fill())) throw new Error('unexpected end of file');
      this.#rest = Buffer.concat([before, this.#rest]);
    }
    if (detectCompression(this.#rest) !== 'zstd') throw new Error('what follows is no zstd frame');
    return this.#rest[0] === 0x28 ? 'frame' : 'skippable';
  }

  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const result = await this.#source.next();
      if (result.done === true) return false;
      this.#rest = result.value;
    }
    return true;
  }
}

function bomb(name: string): AuditError {
  return new AuditError(
    'bad-input',
    `${name} unpacks to more than ${MAXIMUM_RATIO.toLocaleString('en')} times its size, so the rest wasn’t read.`,
    'If it is what it should be, unpack it yourself and import the result.',
  );
}

function damaged(name: string, error: unknown): unknown {
  if (error instanceof AuditError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const cut = reason.includes('unexpected end');
  return new AuditError(
    'bad-input',
    cut
      ? `${name} is cut off: its compressed data ends in the middle.`
      : `${name} can’t be unpacked: ${reason}.`,
    cut ? 'It may still be being written or copied.' : 'The file is damaged.',
    { cause: error },
  );
}
