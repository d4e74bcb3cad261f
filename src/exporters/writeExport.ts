/** Writing a file whole or not at all. */
import { createHash, randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AuditError } from '../core/errors.ts';
import type { ExportChunk } from './exporter.ts';
import { exportError } from './exportError.ts';

export interface WriteOptions {
  readonly signal?: AbortSignal;
  /** Called after each piece with the number of transcripts or events written so far. */
  readonly onProgress?: (count: number) => void;
}

export interface ExportResult {
  readonly path: string;
  /** Transcripts or events written. */
  readonly count: number;
  readonly bytes: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes the pieces to a temporary file beside the target, flushes it to disk, and renames it over the target. Whatever
 * fails (a full disk, a cancelled export, a fault of the source), the target is as it was and the temporary file gone.
 *
 * @throws AuditError `disk-full`, `read-only`, `file-missing`, `bad-input` (a folder), `cancelled`, or the source's own
 */
export async function writeExport(
  path: string,
  chunks: AsyncIterable<ExportChunk>,
  { signal, onProgress }: WriteOptions = {},
): Promise<ExportResult> {
  throwIfCancelled(signal);
  const { target, mode } = await resolveTarget(path);
  const temporary = join(dirname(target), `.transcript-auditor-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const written = await writeTemporary(temporary, mode, chunks, signal, onProgress);
    throwIfCancelled(signal);
    await rename(temporary, target);
    return { path, ...written };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw exportError(error, path);
  }
}

async function writeTemporary(
  temporary: string,
  mode: number,
  chunks: AsyncIterable<ExportChunk>,
  signal: AbortSignal | undefined,
  onProgress: WriteOptions['onProgress'],
): Promise<Omit<ExportResult, 'path'>> {
  const hash = createHash('sha256');
  let count = 0;
  let bytes = 0;
  const handle = await open(temporary, 'wx', mode);
  try {
    for await (const chunk of chunks) {
      throwIfCancelled(signal);
      const text = Buffer.from(chunk.text, 'utf8');
      const buffer = chunk.bytes === undefined ? text : Buffer.concat([text, chunk.bytes]);
      await handle.writeFile(buffer);
      hash.update(buffer);
      bytes += buffer.length;
      count += chunk.count;
      onProgress?.(count);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { count, bytes, sha256: hash.digest('hex') };
}

/** Where the file really is: renaming over a symbolic link would replace the link. Keeps an existing file's mode. */
async function resolveTarget(path: string): Promise<{ target: string; mode: number }> {
  try {
    const target = await realpath(path);
    const found = await stat(target);
    if (found.isDirectory()) {
      throw new AuditError('bad-input', `${path} is a folder.`, 'Choose a file name inside it.');
    }
    return { target, mode: found.mode & 0o777 };
  } catch (error) {
    if (error instanceof AuditError) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw exportError(error, path);
  }
  try {
    return { target: join(await realpath(dirname(path)), basename(path)), mode: 0o666 };
  } catch (error) {
    throw exportError(error, path);
  }
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AuditError('cancelled', 'The export was cancelled.');
}
