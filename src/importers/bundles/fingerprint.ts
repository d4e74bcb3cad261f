import { createHash } from 'node:crypto';
import { dirname, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FoundFile } from '../expandPaths.ts';
import type { Bundle } from './bundler.ts';

const HASHED_AT_ONCE = 5000;

/**
 * What stands for a bundle's hash: SHA-256, in hexadecimal, over path (relative to the folder it lies in), size and time
 * of every file of it, in the order of the selection. Another one when a file came, went, grew or was written anew.
 */
export async function fingerprint(
  { path, members, claimed }: Bundle,
  files: readonly FoundFile[],
): Promise<string> {
  // Without members the path is the folder itself.
  const folder = members === undefined && !claimed.has(path) ? path : dirname(path);
  const hash = createHash('sha256');
  let since = 0;
  for (const file of files) {
    if (!claimed.has(file.path)) continue;
    const name = relative(folder, file.path).split(sep).join('/');
    hash.update(`${JSON.stringify(name)} ${file.sizeBytes} ${Math.floor(file.modifiedMs)}\n`);
    if (++since % HASHED_AT_ONCE === 0) await setImmediate();
  }
  return hash.digest('hex');
}
