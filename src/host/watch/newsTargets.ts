/** What is to be looked at when files of a watched folder changed. Free of `vscode`. */
import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { SourceFileRow } from '../../core/ports.ts';
import { candidateKind } from '../../importers/candidateNames.ts';
import type { ImportStore } from '../import/importContext.ts';

/** No file has this for a hash: it asks for a path alone. */
const NO_HASH = '-';

/** True for what may be results: no hidden files, and none of tools. */
export function isOfInterest(root: string, path: string): boolean {
  const inside = relative(root, path);
  if (inside === '' || inside.startsWith('..')) return false;
  return !inside.split(sep).some((name) => name.startsWith('.')) && candidateKind(path) !== undefined;
}

/**
 * Files and folders to import: a file that is part of a run with others stands for all of them, a file of a folder that is
 * a run for the folder, and one in a folder that is newer than the watch for the folder as well, since files that came
 * together may belong together.
 *
 * @param since when the watch began, in milliseconds since 1970
 */
export async function newsTargets(
  root: string,
  paths: readonly string[],
  since: number,
  store: Pick<ImportStore, 'filesLike' | 'run'>,
): Promise<readonly string[]> {
  const targets = new Set<string>();
  for (const path of paths) {
    const known = store.filesLike(path, NO_HASH).find((row) => row.path === path);
    if (known !== undefined) {
      for (const target of filesOfRun(known, store)) targets.add(target);
      continue;
    }
    const folder = runFolder(root, path, store) ?? (await newFolder(root, path, since));
    targets.add(folder ?? path);
    // What says something of transcripts may lie beside the folder that they are in.
    const beside = join(dirname(path), 'transcripts');
    if (folder === undefined && isRun(beside, store)) targets.add(beside);
  }
  return [...targets];
}

/** The run's main file with those read along with it; the folder for one that was listed. */
function filesOfRun(known: SourceFileRow, store: Pick<ImportStore, 'run'>): readonly string[] {
  const files = store.run(known.runId)?.files ?? [];
  const main = files.find(({ role }) => role === null) ?? known;
  const members = files.filter(({ role }) => role !== null && role !== 'file');
  return [main.path, ...members.map(({ path }) => path)];
}

function* foldersUpTo(root: string, path: string): Generator<string> {
  for (let folder = dirname(path); folder.length >= root.length; folder = dirname(folder)) {
    yield folder;
    if (folder === root) return;
  }
}

function isRun(folder: string, store: Pick<ImportStore, 'filesLike'>): boolean {
  return store.filesLike(folder, NO_HASH).some((row) => row.path === folder);
}

function runFolder(root: string, path: string, store: Pick<ImportStore, 'filesLike'>): string | undefined {
  for (const folder of foldersUpTo(root, path)) {
    if (isRun(folder, store)) return folder;
  }
  return undefined;
}

/** The topmost folder below the watched one that was made since. */
async function newFolder(root: string, path: string, since: number): Promise<string | undefined> {
  let found: string | undefined;
  for (const folder of foldersUpTo(root, path)) {
    if (folder === root) break;
    const born = await stat(folder).then(
      ({ birthtimeMs }) => birthtimeMs,
      () => 0,
    );
    if (born <= since) break;
    found = folder;
  }
  return found;
}
