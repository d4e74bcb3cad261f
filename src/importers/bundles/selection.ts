import { throwIfAborted } from '../byteSource.ts';
import type { FoundFile } from '../expandPaths.ts';
import { HeadCache } from '../headCache.ts';
import type { Bundle, Bundler, Selection } from './bundler.ts';
import { BUNDLERS } from './registry.ts';

/** The files as bundlers see them; `heads` may be shared with what recognises the rest. */
export function createSelection(
  files: readonly FoundFile[],
  signal: AbortSignal,
  heads: HeadCache = new HeadCache(),
): Selection {
  return {
    files,
    signal,
    head: async (path) => {
      throwIfAborted(signal);
      const reading = await heads.read(path);
      return reading.kind === 'text' ? reading.head : undefined;
    },
  };
}

/**
 * Asks each bundler in turn; what one claims isn't shown to the next.
 *
 * @throws AuditError `cancelled`
 */
export async function findBundles(
  selection: Selection,
  bundlers: readonly Bundler[] = BUNDLERS,
): Promise<readonly { readonly bundler: string; readonly bundle: Bundle }[]> {
  const found: { bundler: string; bundle: Bundle }[] = [];
  const claimed = new Set<string>();
  let { files } = selection;
  for (const bundler of bundlers) {
    throwIfAborted(selection.signal);
    if (files.length === 0) break;
    for (const bundle of await bundler.find({ ...selection, files })) {
      // Two bundles that speak for one file would store it twice: the first one has it.
      if ([...bundle.claimed].some((path) => claimed.has(path))) continue;
      found.push({ bundler: bundler.id, bundle });
      for (const path of bundle.claimed) claimed.add(path);
    }
    files = files.filter(({ path }) => !claimed.has(path));
  }
  return found;
}
