/** Files of one folder, for importers that read a folder themselves. */
import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuditError } from '../core/errors.ts';
import { fileError, throwIfAborted } from './byteSource.ts';
import { naturalOrder } from './naturalOrder.ts';

export interface ListedFile {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export interface ListingOptions {
  readonly signal: AbortSignal;
  /** Which names are wanted; all by default. Hidden ones (a dot first) never are. */
  readonly wanted?: (name: string) => boolean;
}

const STATS_AT_ONCE = 32;

/**
 * The regular files that lie in the folder itself, naturally sorted (`s2` before `s10`), in batches. Links that lead out
 * of the folder, devices and what vanishes meanwhile are passed over.
 *
 * @throws AuditError `file-missing` and the like when the folder can't be read, `cancelled`
 */
export async function* listFolder(
  folder: string,
  { signal, wanted = () => true }: ListingOptions,
): AsyncGenerator<readonly ListedFile[]> {
  const entries: Dirent[] = [];
  let real: string;
  try {
    real = await realpath(folder);
    for await (const entry of await opendir(folder, { bufferSize: 512 })) {
      if (entries.length % 4096 === 0) throwIfAborted(signal);
      if (entry.isDirectory() || entry.name.startsWith('.') || !wanted(entry.name)) continue;
      entries.push(entry);
    }
  } catch (error) {
    throw error instanceof AuditError ? error : fileError(folder, error);
  }
  entries.sort((a, b) => naturalOrder(a.name, b.name));
  for (let from = 0; from < entries.length; from += STATS_AT_ONCE) {
    throwIfAborted(signal);
    const some = entries.slice(from, from + STATS_AT_ONCE);
    const files = await Promise.all(some.map((entry) => listed(entry, folder, real)));
    yield files.filter((file) => file !== undefined);
  }
}

async function listed(entry: Dirent, folder: string, real: string): Promise<ListedFile | undefined> {
  const path = join(folder, entry.name);
  try {
    if (entry.isSymbolicLink() && dirname(await realpath(path)) !== real) return undefined;
    const stats = await stat(path);
    if (!stats.isFile()) return undefined;
    return { path, name: entry.name, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
  } catch {
    return undefined;
  }
}
