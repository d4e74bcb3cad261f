/** Reads the beginning of a file, so that importers can tell what it is. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TextDecoder } from 'node:util';
import { fileError, readChunks } from './byteSource.ts';
import { detectCompression, type Compression } from './compression.ts';
import { describeBinary, detectEncoding, incompleteTail } from './encoding.ts';
import type { FileHead } from './importer.ts';
import { parquetReason } from './parquetFile.ts';
import { readParquetHead } from './parquetHead.ts';
import { readZipHead } from './zipHead.ts';

/** How much of a file is looked at to recognise it. */
export const HEAD_BYTES = 256 * 1024;

export type HeadReading =
  | { readonly kind: 'text'; readonly head: FileHead }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string };

/**
 * At most 256 KiB, unpacked and decoded, or the directory of an archive; a refusal for folders, empty files, other
 * binary files and what can't be read. Never throws.
 */
export async function readFileHead(path: string): Promise<HeadReading> {
  try {
    const { size } = await checkedSize(path);
    const bytes = await readBeginning(path, size);
    const file = { path, name: basename(path), sizeBytes: size };
    if (bytes.length === 0) return refused('There is nothing in it.', 'The file is empty (0 bytes).');
    const compression = detectCompression(bytes);
    if (compression !== undefined) return await compressedHead(file, compression);
    if (startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06')) return await archiveHead(file);
    if (startsWith(bytes, 'PAR1')) return await parquetHead(file);
    const binary = describeBinary(bytes);
    if (binary !== undefined) return refused(`It is ${binary.what}, not text.`, binary.hint);
    return textHead(file, decode(bytes, bytes.length >= size), bytes.length >= size);
  } catch (error) {
    const problem = fileError(path, error);
    return refused(problem.message, problem.hint);
  }
}

type FileFacts = Pick<FileHead, 'path' | 'name' | 'sizeBytes' | 'compression'>;

function textHead(file: FileFacts, text: string, complete: boolean): HeadReading {
  if (text.trim() === '' && complete)
    return refused('There is nothing in it.', 'The file holds only white space.');
  return { kind: 'text', head: { ...file, text, complete } };
}

async function compressedHead(file: FileFacts, compression: Compression): Promise<HeadReading> {
  const { bytes, complete } = await unpackedBeginning(file.path);
  const binary = describeBinary(bytes);
  if (binary !== undefined) {
    return refused(
      `It is compressed with ${compression}, and what is in it is ${binary.what}, not text.`,
      'Unpack it.',
    );
  }
  // What is in `answers.csv.gz` is called `answers.csv`.
  const name = file.name.replace(/(.)\.(?:gz|gzip|zst|zstd)$/i, '$1');
  return textHead(
    { ...file, name, compression },
    bytes.toString('utf8', 0, wholeLength(bytes, complete)),
    complete,
  );
}

/** The beginning of what is compressed, as UTF-8. What stands before a damaged place is enough to recognise a file. */
async function unpackedBeginning(path: string): Promise<{ bytes: Buffer; complete: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  const signal = new AbortController().signal;
  try {
    for await (const { bytes } of readChunks({ path, signal, onBytes: () => undefined })) {
      chunks.push(bytes);
      length += bytes.length;
      if (length >= HEAD_BYTES) break;
    }
  } catch (error) {
    if (length === 0) throw error;
    return { bytes: Buffer.concat(chunks), complete: false };
  }
  const complete = length < HEAD_BYTES;
  return { bytes: Buffer.concat(chunks).subarray(0, HEAD_BYTES), complete };
}

async function archiveHead(file: FileFacts): Promise<HeadReading> {
  return { kind: 'text', head: { ...file, text: '', complete: true, zip: await readZipHead(file.path) } };
}

async function parquetHead(file: FileFacts): Promise<HeadReading> {
  try {
    const parquet = await readParquetHead(file.path);
    return { kind: 'text', head: { ...file, text: '', complete: true, parquet } };
  } catch (error) {
    return refused(
      `It is a Parquet table that can’t be read: ${parquetReason(error)}.`,
      'It may be cut off.',
    );
  }
}

function startsWith(bytes: Buffer, signature: string): boolean {
  return bytes.toString('latin1', 0, signature.length) === signature;
}

async function checkedSize(path: string): Promise<{ size: number }> {
  const stats = await stat(path);
  // Reading a device or a pipe may never end.
  if (!stats.isFile() && !stats.isDirectory()) throw new Error('it isn’t a regular file');
  return stats;
}

async function readBeginning(path: string, size: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(HEAD_BYTES, size));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

function decode(bytes: Buffer, complete: boolean): string {
  const { label, markBytes } = detectEncoding(bytes);
  const body = bytes.subarray(markBytes);
  if (label !== 'utf-8') return new TextDecoder(label).decode(body, { stream: !complete });
  return body.toString('utf8', 0, wholeLength(body, complete));
}

/** Without the beginning of a character that was cut in two. */
function wholeLength(bytes: Buffer, complete: boolean): number {
  return bytes.length - (complete ? 0 : incompleteTail(bytes));
}

function refused(reason: string, hint: string): HeadReading {
  return { kind: 'refused', reason, hint };
}
