/** Writing a file again with some stretches of it changed, and every other byte as it was. */
import { open } from 'node:fs/promises';
import { AuditError } from '../core/errors.ts';
import type { ExportChunk } from './exporter.ts';

const CHUNK_BYTES = 256 * 1024;

/** A stretch of the file that is written otherwise. */
export interface Splice {
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  /** How many bytes of the file it stands for; 0 inserts. */
  readonly bytes: number;
  readonly text: string;
}

/**
 * The file with its splices, in constant memory. Each splice counts one.
 *
 * @param splices in ascending order, not overlapping
 * @throws AuditError `file-changed` when the file ends before a splice does
 */
export async function* splicedFile(
  path: string,
  splices: Iterable<Splice> | AsyncIterable<Splice>,
): AsyncGenerator<ExportChunk> {
  const file = await open(path, 'r');
  let at = 0;
  async function* copy(to: number): AsyncGenerator<ExportChunk> {
    while (at < to) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - at));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      yield { text: '', bytes: buffer.subarray(0, bytesRead), count: 0 };
    }
  }
  try {
    for await (const { offset, bytes, text } of splices) {
      if (offset < at) throw new AuditError('bug', 'Changes to a file overlap.');
      yield* copy(offset);
      if (at !== offset) throw new AuditError('file-changed', `${path} became shorter.`, 'Try again.');
      at += bytes;
      yield { text, count: 1 };
    }
    yield* copy(Number.POSITIVE_INFINITY);
  } finally {
    await file.close();
  }
}
