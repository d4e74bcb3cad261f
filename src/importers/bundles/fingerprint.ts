import { createHash } from 'node:crypto';
import { dirname, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FoundFile } from '../expandPaths.ts';
import type { Bundle } from './bundler.ts';

const WRITTEN_AT_ONCE = 5000;

/**
 * What stands for a bundle's hash: SHA-256, in hexadecimal, over path (relative to the folder it lies in), size and time
 * of every file of it, by name. Another one when a file came, went, grew or was written anew.
 *
 * @param files the selection by path
 */
export async function fingerprint(
  { path, members, claimed }: Bundle,
  files: ReadonlyMap<string, FoundFile>,
): Promise<string> {
  // Without members the path is the folder itself.
  const folder = members === undefined && !claimed.has(path) ? path : dirname(path);
  const lines: string[] = [];
  for (const each of claimed) {
    const file = files.get(each);
    const name = relative(folder, each).split(sep).join('/');
    lines.push(`${JSON.stringify(name)} ${file?.sizeBytes ?? 0} ${Math.floor(file?.modifiedMs ?? 0)}\n`);
    if (lines.length % WRITTEN_AT_ONCE === 0) await setImmediate();
  }
  lines.sort();
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
  return hash.digest('hex');
}
