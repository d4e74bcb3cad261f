import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { AuditError } from '../core/errors.ts';
import { fileError, throwIfAborted } from './byteSource.ts';
import { naturalOrder } from './naturalOrder.ts';

/**
 * Names of the folders within one, naturally sorted, without hidden ones. Links are not followed: they can lead in
 * circles and out of what was chosen.
 *
 * @throws AuditError `file-missing` and the like when it can't be read, `cancelled`
 */
export async function foldersIn(folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    const entries: AsyncIterable<Dirent> = await opendir(folder, { bufferSize: 512 });
    for await (const entry of entries) {
      if (names.length % 4096 === 0) throwIfAborted(signal);
      if (entry.isDirectory() && !entry.name.startsWith('.')) names.push(entry.name);
    }
  } catch (error) {
    throw error instanceof AuditError ? error : fileError(folder, error);
  }
  return names.sort(naturalOrder);
}
