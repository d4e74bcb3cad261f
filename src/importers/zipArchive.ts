/** Reads zip archives: the directory at once, members by range and as streams. Names are never used as paths. */
import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type ZipFile } from 'yauzl';
import { AuditError, messageOf } from '../core/errors.ts';
import { fileError, throwIfAborted } from './byteSource.ts';
import { MAXIMUM_RATIO, unpack } from './compression.ts';
import { MAXIMUM_RECORD_BYTES } from './limits.ts';
import { LOCAL_HEADER, LOCAL_HEADER_BYTES, smallMember } from './zipSmallMember.ts';

const CHUNK_BYTES = 256 * 1024;
/** More members than this are refused: their directory alone would fill the memory. */
const MAXIMUM_MEMBERS = 400_000;
/** What very small archives may unpack to, whatever the ratio. */
const ALWAYS_ALLOWED_BYTES = 64 * 1024 * 1024;
const METHODS: Readonly<Record<number, 'stored' | 'deflate' | 'zstd'>> = {
  0: 'stored',
  8: 'deflate',
  93: 'zstd',
};

/** One file in an archive. */
export interface ZipMember {
  /** As recorded; anything may stand in it. */
  readonly name: string;
  /** Bytes in the archive, and unpacked as the directory says, which may be a lie. */
  readonly packedBytes: number;
  readonly declaredBytes: number;
  readonly method: number;
  readonly encrypted: boolean;
  /** Where its local header stands in the file. */
  readonly offset: number;
}

export class ZipArchive {
  readonly path: string;
  readonly sizeBytes: number;
  readonly members: readonly ZipMember[];
  readonly #file: FileHandle;
  readonly #mtimeMs: number;
  /** Of all members read so far. */
  #unpackedBytes = 0;

  constructor(path: string, { size, mtimeMs }: Stats, members: readonly ZipMember[], file: FileHandle) {
    this.path = path;
    this.sizeBytes = size;
    this.#mtimeMs = mtimeMs;
    this.members = members;
    this.#file = file;
  }

  /**
   * A member's bytes, unpacked.
   *
   * @throws AuditError `bad-input` when it is encrypted, packed in an unknown way, damaged, longer than the directory
   * says or unpacks to over 1,000 times its size
   */
  async *stream(member: ZipMember): AsyncGenerator<Buffer> {
    const name = `The member ${shown(member.name)}`;
    if (member.encrypted)
      throw new AuditError('bad-input', `${name} is encrypted.`, 'Unpack it with its password.');
    const method = METHODS[member.method];
    if (method === undefined) {
      const number = member.method;
      throw new AuditError(
        'bad-input',
        `${name} is packed with method ${number}, which isn’t read.`,
        'Unpack the archive.',
      );
    }
    const unpacked =
      (method === 'deflate' ? await smallMember(this.#file, this.sizeBytes, member) : undefined) ??
      this.#unpacked(member, method, name);
    let total = 0;
    for await (const bytes of unpacked) {
      total += bytes.length;
      this.#unpackedBytes += bytes.length;
      if (this.#unpackedBytes > Math.max(ALWAYS_ALLOWED_BYTES, this.sizeBytes * MAXIMUM_RATIO)) {
        const most = MAXIMUM_RATIO.toLocaleString('en');
        throw new AuditError(
          'bad-input',
          `${this.path} unpacks to more than ${most} times its size; the rest wasn’t read.`,
        );
      }
      if (total > member.declaredBytes) {
        throw new AuditError('bad-input', `${name} is longer than the archive says.`, 'The file is damaged.');
      }
      yield bytes;
    }
    if (total < member.declaredBytes) {
      throw new AuditError('bad-input', `${name} is shorter than the archive says.`, 'The file is damaged.');
    }
  }

  /**
   * A member's text, UTF-8.
   *
   * @throws AuditError as `stream` does, and `bad-input` when it is over 64 MiB
   */
  async text(member: ZipMember, maximumBytes = MAXIMUM_RECORD_BYTES): Promise<string> {
    const tooLong = (): AuditError =>
      new AuditError(
        'bad-input',
        `The member ${shown(member.name)} is longer than ${inMegabytes(maximumBytes)}.`,
      );
    if (member.declaredBytes > maximumBytes) throw tooLong();
    const chunks: Buffer[] = [];
    for await (const bytes of this.stream(member)) chunks.push(bytes);
    return Buffer.concat(chunks).toString('utf8');
  }

  /** @throws AuditError `file-changed` when the file isn't the one that was opened any more, `file-missing` */
  async checkUnchanged(): Promise<void> {
    const now = await stat(this.path).catch((error: unknown) => {
      throw fileError(this.path, error);
    });
    if (now.size === this.sizeBytes && now.mtimeMs === this.#mtimeMs) return;
    throw new AuditError(
      'file-changed',
      `${this.path} was written to while it was being read.`,
      'Import it again once nothing writes to it.',
    );
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #unpacked(member: ZipMember, method: 'stored' | 'deflate' | 'zstd', name: string): AsyncIterable<Buffer> {
    const packed = this.#packed(member);
    return method === 'stored' ? packed : unpack(packed, method, { name, packedBytes: member.packedBytes });
  }

  async *#packed(member: ZipMember): AsyncGenerator<Buffer> {
    const header = Buffer.alloc(LOCAL_HEADER_BYTES);
    for await (const bytes of range(this.#file, this.path, member.offset, member.offset + header.length))
      bytes.copy(header);
    if (header.readUInt32LE(0) !== LOCAL_HEADER)
      throw brokenArchive(this.path, new Error(`${shown(member.name)} isn’t where it should be`));
    const position = member.offset + header.length + header.readUInt16LE(26) + header.readUInt16LE(28);
    const end = position + member.packedBytes;
    if (end > this.sizeBytes)
      throw brokenArchive(this.path, new Error(`${shown(member.name)} reaches over its end`));
    yield* range(this.#file, this.path, position, end);
  }
}

/**
 * @throws AuditError `bad-input` when it isn't a zip archive, is cut off or has too many members; `file-missing`;
 * `cancelled`
 */
export async function openZip(path: string, signal: AbortSignal): Promise<ZipArchive> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw fileError(path, error);
  }
  try {
    const stats = await file.stat();
    const { size } = stats;
    const reader = new BufferedReader(file, path);
    const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: false };
    const zip = await fromRandomAccessReaderPromise(reader, size, options);
    if (zip.entryCount > MAXIMUM_MEMBERS) {
      const most = MAXIMUM_MEMBERS.toLocaleString('en');
      throw new AuditError(
        'bad-input',
        `${path} has more than ${most} members.`,
        'Unpack it and import a folder.',
      );
    }
    const members = await membersOf(zip, signal);
    // Members that share their data are how small archives unpack to everything there is.
    if (members.reduce((sum, { packedBytes }) => sum + packedBytes, 0) > size)
      throw new Error('its members overlap');
    return new ZipArchive(path, stats, members, file);
  } catch (error) {
    await file.close();
    throw brokenArchive(path, error);
  }
}

async function membersOf(zip: ZipFile, signal: AbortSignal): Promise<ZipMember[]> {
  const members: ZipMember[] = [];
  for await (const entry of zip.eachEntry()) {
    if (members.length % 1000 === 0) throwIfAborted(signal);
    const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
    members.push({
      name: getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true),
      packedBytes: entry.compressedSize,
      declaredBytes: entry.uncompressedSize,
      method: entry.compressionMethod,
      encrypted: (generalPurposeBitFlag & 1) !== 0,
      offset: entry.relativeOffsetOfLocalHeader,
    });
  }
  return members;
}

/** Reads ahead, since the directory is read in pieces of a few dozen bytes. */
class BufferedReader extends RandomAccessReader {
  readonly #file: FileHandle;
  readonly #path: string;
  #block: Buffer = Buffer.alloc(0);
  #blockStart = 0;

  constructor(file: FileHandle, path: string) {
    super();
    this.#file = file;
    this.#path = path;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(range(this.#file, this.#path, start, end));
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#read(buffer.subarray(offset, offset + length), position).then(
      () => setImmediateCallback(callback, null),
      (error: unknown) =>
        setImmediateCallback(callback, error instanceof Error ? error : new Error(String(error))),
    );
  }

  async #read(target: Buffer, position: number): Promise<void> {
    const from = position - this.#blockStart;
    if (from < 0 || from + target.length > this.#block.length) {
      const block = Buffer.allocUnsafe(Math.max(target.length, CHUNK_BYTES));
      const { bytesRead } = await this.#file.read(block, 0, block.length, position);
      if (bytesRead < target.length) throw new Error('unexpected end of file');
      this.#block = block.subarray(0, bytesRead);
      this.#blockStart = position;
    }
    this.#block.copy(target, 0, position - this.#blockStart, position - this.#blockStart + target.length);
  }
}

async function* range(file: FileHandle, path: string, start: number, end: number): AsyncGenerator<Buffer> {
  for (let position = start; position < end;) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - position));
    let bytesRead: number;
    try {
      ({ bytesRead } = await file.read(buffer, 0, buffer.length, position));
    } catch (error) {
      throw fileError(path, error);
    }
    if (bytesRead === 0) throw brokenArchive(path, new Error('unexpected end of file'));
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** What is thrown in a callback must not become a rejected promise. */
function setImmediateCallback(callback: (error: Error | null) => void, error: Error | null): void {
  process.nextTick(callback, error);
}

function brokenArchive(path: string, error: unknown): unknown {
  if (error instanceof AuditError) return error;
  const hint = 'It is cut off or damaged; it may still be being written or copied.';
  return new AuditError('bad-input', `${path} can’t be read as a zip archive: ${messageOf(error)}.`, hint, {
    cause: error,
  });
}

/** A name for messages: short and without line breaks. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}
