/** Reads a file from disk as UTF-8 bytes, watching that it stays the same file. */
import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { AuditError, messageOf } from '../core/errors.ts';
import { detectCompression, unpack } from './compression.ts';
import { detectEncoding } from './encoding.ts';

const CHUNK_BYTES = 256 * 1024;
/** File times are taken from a clock that ticks this coarsely. */
const CLOCK_GRAIN_MS = 50;

export interface ByteSourceOptions {
  readonly path: string;
  readonly signal: AbortSignal;
  /** Called after each chunk with the bytes of the file consumed so far. */
  readonly onBytes: (bytes: number) => void;
  /** Called with each chunk as it is on disk, before it is handed on. */
  readonly onRaw?: (bytes: Uint8Array) => void;
  /** Of a file that may grow meanwhile: only so many bytes are read, those that it had when it was looked at. */
  readonly upTo?: number;
}

export interface ByteChunk {
  /** UTF-8 whatever the file's encoding; without a byte order mark. The caller may keep it. */
  readonly bytes: Buffer;
  /** Where the first byte stands in the file; -1 when the file isn't plain UTF-8, so that offsets mean nothing. */
  readonly offset: number;
}

/**
 * The file's text in chunks of UTF-8, whatever its encoding; what is in it when it is compressed with gzip or zstd.
 *
 * @throws AuditError as `readChunksRaw` does, and `bad-input` when compressed data is damaged, ends in the middle or
 * unpacks to over 1,000 times its size
 */
export async function* readChunks(options: ByteSourceOptions): AsyncGenerator<ByteChunk> {
  let position = 0;
  let decoder: TextDecoder | undefined;
  const { chunks, compressed } = await unpackedChunks(options);
  for await (const raw of chunks) {
    let bytes = raw;
    let offset = position;
    if (position === 0) {
      const encoding = detectEncoding(raw);
      if (encoding.label !== 'utf-8') decoder = new TextDecoder(encoding.label);
      bytes = raw.subarray(encoding.markBytes);
      offset = encoding.markBytes;
    }
    position += raw.length;
    if (decoder !== undefined) bytes = Buffer.from(decoder.decode(bytes, { stream: true }), 'utf8');
    if (decoder !== undefined || compressed) offset = -1;
    if (bytes.length > 0) yield { bytes, offset };
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield { bytes: Buffer.from(rest, 'utf8'), offset: -1 };
}

/** The chunks as they are, or unpacked when the first one is the beginning of a compressed file. */
async function unpackedChunks(
  options: ByteSourceOptions,
): Promise<{ chunks: AsyncIterable<Buffer>; compressed: boolean }> {
  const size = await stat(options.path).then(
    (stats) => stats.size,
    () => 0,
  );
  const source = readChunksRaw(options);
  const first = await source.next();
  if (first.done === true) return { chunks: source, compressed: false };
  const all = putBack(first.value, source);
  const compression = detectCompression(first.value);
  if (compression === undefined) return { chunks: all, compressed: false };
  const named = { name: options.path, packedBytes: size };
  // The first chunk out tells the encoding, and may be any small number of bytes.
  return { chunks: withBeginning(unpack(all, compression, named)), compressed: true };
}

async function* putBack(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    yield* rest;
  } finally {
    // The file is closed even when nobody went on behind the first chunk.
    await rest.return(undefined);
  }
}

/** The same bytes, the first chunk long enough for a byte order mark. */
async function* withBeginning(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let beginning = Buffer.alloc(0);
  let begun = false;
  try {
    for await (const chunk of chunks) {
      if (begun) {
        yield chunk;
        continue;
      }
      beginning = Buffer.concat([beginning, chunk]);
      if (beginning.length < 3) continue;
      begun = true;
      yield beginning;
    }
  } catch (error) {
    if (!begun && beginning.length > 0) yield beginning;
    throw error;
  }
  if (!begun && beginning.length > 0) yield beginning;
}

/**
 * The file's bytes in chunks, exactly as many as it had when it was opened, or `upTo` so many.
 *
 * @throws AuditError `file-missing` when the file is not there or vanishes while it is read, `file-changed` when it is
 * replaced, shrinks or is written to meanwhile (with `upTo` it may grow), `cancelled` when the signal aborts
 */
export async function* readChunksRaw(options: ByteSourceOptions): AsyncGenerator<Buffer> {
  const { path, signal, onBytes, upTo } = options;
  const openedAt = Date.now();
  const file = await openFile(path);
  try {
    const before = await file.stat();
    if (before.isDirectory()) throw new AuditError('bad-input', `${path} is a folder.`);
    const end = upTo ?? before.size;
    for (let position = 0; position < end;) {
      throwIfAborted(signal);
      const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - position));
      const { bytesRead } = await readAt(file, buffer, position, path);
      if (bytesRead === 0) throw changed(path, 'became shorter');
      position += bytesRead;
      options.onRaw?.(buffer.subarray(0, bytesRead));
      yield buffer.subarray(0, bytesRead);
      onBytes(position);
      await checkUnchanged(path, before, openedAt, upTo !== undefined);
    }
  } finally {
    await file.close();
  }
}

/** @throws AuditError `cancelled` */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AuditError('cancelled', 'The import was cancelled.');
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw fileError(path, error);
  }
}

async function readAt(
  file: FileHandle,
  buffer: Buffer,
  position: number,
  path: string,
): Promise<{ bytesRead: number }> {
  try {
    return await file.read(buffer, 0, buffer.length, position);
  } catch (error) {
    throw fileError(path, error);
  }
}

/**
 * Reading through an open handle would go on after the file is gone, but its content can no longer be vouched for.
 * Times that change to one before the file was opened are a network disk catching up, and file numbers alone say
 * nothing on some of them.
 */
async function checkUnchanged(
  path: string,
  before: Stats,
  openedAt: number,
  mayGrow: boolean,
): Promise<void> {
  let now: Stats;
  try {
    now = await stat(path);
  } catch (error) {
    throw fileError(path, error);
  }
  const written = now.mtimeMs !== before.mtimeMs && now.mtimeMs > openedAt - CLOCK_GRAIN_MS;
  if (now.size === before.size && !written) return;
  if (now.ino !== before.ino) throw changed(path, 'was replaced by another');
  if (now.size < before.size) throw changed(path, 'became shorter');
  if (mayGrow && now.size > before.size) return;
  throw changed(path, now.size > before.size ? 'grew' : 'was written to');
}

function changed(path: string, how: string): AuditError {
  return new AuditError(
    'file-changed',
    `${path} ${how} while it was being read.`,
    'Import it again once nothing writes to it.',
  );
}

/** Turns an error of the file system into one for the user. */
export function fileError(path: string, error: unknown): AuditError {
  if (error instanceof AuditError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ESTALE' || code === 'ENXIO') {
    return new AuditError('file-missing', `${path} isn’t there.`, 'It was moved, renamed or deleted.', {
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AuditError('bad-input', `${path} can’t be read: permission denied.`, '', { cause: error });
  }
  if (code === 'EISDIR') return new AuditError('bad-input', `${path} is a folder.`, '', { cause: error });
  return new AuditError('bad-input', `${path} can’t be read: ${messageOf(error)}.`, '', { cause: error });
}
