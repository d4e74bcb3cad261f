/** Reads the beginning of a file, so that importers can tell what it is. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TextDecoder } from 'node:util';
import { fileError } from './byteSource.ts';
import { describeBinary, detectEncoding, incompleteTail } from './encoding.ts';
import type { FileHead } from './importer.ts';

/** How much of a file is looked at to recognise it. */
export const HEAD_BYTES = 256 * 1024;

export type HeadReading =
  | { readonly kind: 'text'; readonly head: FileHead }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string };

/** At most 256 KiB, decoded; a refusal for folders, empty files, binary files and what can't be read. Never throws. */
export async function readFileHead(path: string): Promise<HeadReading> {
  try {
    const { size } = await checkedSize(path);
    const bytes = await readBeginning(path, size);
    const name = basename(path);
    if (bytes.length === 0) return refused('There is nothing in it.', 'The file is empty (0 bytes).');
    const binary = describeBinary(bytes);
    if (binary !== undefined) return refused(`It is ${binary.what}, not text.`, binary.hint);
    const complete = bytes.length >= size;
    const text = decode(bytes, complete);
    if (text.trim() === '' && complete)
      return refused('There is nothing in it.', 'The file holds only white space.');
    return { kind: 'text', head: { path, name, sizeBytes: size, text, complete } };
  } catch (error) {
    const problem = fileError(path, error);
    return refused(problem.message, problem.hint);
  }
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
  return body.toString('utf8', 0, body.length - (complete ? 0 : incompleteTail(body)));
}

function refused(reason: string, hint: string): HeadReading {
  return { kind: 'refused', reason, hint };
}
