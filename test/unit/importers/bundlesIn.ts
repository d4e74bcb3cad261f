import { createSelection } from '../../../src/importers/bundles/selection.ts';
import type { Bundle, Bundler } from '../../../src/importers/bundles/bundler.ts';
import { expandPaths } from '../../../src/importers/expandPaths.ts';

/** What a bundler finds in files and folders. */
export async function bundlesIn(bundler: Bundler, ...paths: readonly string[]): Promise<readonly Bundle[]> {
  const { signal } = new AbortController();
  const { files } = await expandPaths(paths, signal);
  return await bundler.find(createSelection(files, signal));
}
