/** Puts an input on disk. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipFile } from '../zipFile.ts';
import type { FuzzInput } from './fuzzInput.ts';
import type { SpareLinks } from './spareLinks.ts';

/** @returns the path that a user would open */
export async function writeInput(input: FuzzInput, folder: string, links: SpareLinks): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, entry] of input.files) {
    const path = join(folder, name);
    if (name.includes('/')) await mkdir(dirname(path), { recursive: true });
    if (entry.kind === 'link') links.put(entry.target, path);
    else await writeFile(path, entry.kind === 'zip' ? zipFile(entry.parts) : entry.bytes);
  }
  return join(folder, input.opened);
}
