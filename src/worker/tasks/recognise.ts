import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { AuditError } from '../../core/errors.ts';
import type { BundleMember, Recognition } from '../../core/importPlan.ts';
import { throwIfAborted } from '../../importers/byteSource.ts';
import { fingerprint } from '../../importers/bundles/fingerprint.ts';
import { labelOfBundle } from '../../importers/bundles/labelOfBundle.ts';
import { createSelection, findBundles } from '../../importers/bundles/selection.ts';
import { isJsonName } from '../../importers/candidateNames.ts';
import { expandPaths, type FoundFile } from '../../importers/expandPaths.ts';
import { HeadCache } from '../../importers/headCache.ts';
import { recogniseFile, sha256OfFile } from '../../importers/recognise.ts';
import type { TaskContext } from '../task.ts';

/** More files than this that belong to nothing are refused: something like a home folder was chosen by mistake. */
const MAXIMUM_ROWS = 20_000;
/** Bundles of more files than this can't be split into a run a file. */
const MAXIMUM_SPLIT = 2000;
/** Bundlers whose bundles are transcripts that could as well be runs of their own. */
const SPLITTABLE: readonly string[] = ['sameImporterFolder'];
/** Importers that refuse JSON of any kind: in a folder that says nothing of it being results. */
const GENERAL: readonly (string | undefined)[] = [undefined, 'mappedJsonl'];

export interface RecogniseParams {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Bundles (by their `path`) that are to be one run a file: only their files are looked at, one by one. */
  readonly split?: readonly string[];
}

/** While searching, `files` grows with `filesDone` at 0. */
export interface RecogniseProgress {
  readonly filesDone: number;
  readonly files: number;
  /** True until it is known how many files there are. */
  readonly searching: boolean;
}

/** A file that was found and looked at, or files that belong together. */
export interface RecognisedFile {
  readonly path: string;
  /** Relative to what was selected, with `/`. */
  readonly label: string;
  /** Of all its files. */
  readonly sizeBytes: number;
  /** Lower-case hexadecimal; a fingerprint over names, sizes and times for a bundle; empty for a refused file. */
  readonly sha256: string;
  readonly recognition: Recognition;
  /** An earlier file of the list with the same bytes. */
  readonly sameAs?: string;
  readonly members?: readonly BundleMember[];
  /** Set for bundles. */
  readonly bundle?: BundleFacts;
}

export interface BundleFacts {
  readonly id: string;
  /** How many files become the one run. */
  readonly files: number;
  /** True when they could as well be a run each. */
  readonly splittable: boolean;
  /** See `Bundle`. */
  readonly formerPath?: string;
}

export interface RecogniseResult {
  readonly files: readonly RecognisedFile[];
  /** Files found in folders that hold no results: by their names, or JSON of another kind. */
  readonly leftOut: readonly string[];
}

/** Finds the files of a selection, which of them belong together, and says what each is. Needs no database. */
export async function recognise(
  { paths, split = [] }: RecogniseParams,
  { signal, progress }: Pick<TaskContext<RecogniseProgress>, 'signal' | 'progress'>,
): Promise<RecogniseResult> {
  const tell = throttled(progress);
  const found = await expandPaths(paths, signal, (files) => tell({ filesDone: 0, files, searching: true }));
  const heads = new HeadCache();
  const selection = createSelection(found.files, signal, heads);
  const bundled = await findBundles(selection);
  const apart = new Set(split);
  const kept = bundled.filter(({ bundle }) => !apart.has(bundle.path));
  const byPath = new Map(found.files.map((file) => [file.path, file]));
  const places = new Map(found.files.map((file, index) => [file.path, index]));
  const rows = new Map<string, RecognisedFile>();
  const claimed = new Set<string>();
  for (const { bundler, bundle } of kept) {
    for (const path of bundle.claimed) claimed.add(path);
    const { path, members, recognition, sizeBytes, formerPath } = bundle;
    const first = firstOf(bundle.claimed, places, byPath);
    rows.set(first?.path ?? path, {
      path,
      label: labelOfBundle(bundle, first),
      sizeBytes,
      sha256: recognition.kind === 'refused' ? '' : await fingerprint(bundle, byPath),
      recognition,
      ...(members === undefined ? undefined : { members }),
      bundle: {
        id: bundler,
        files: bundle.claimed.size,
        splittable: SPLITTABLE.includes(bundler) && bundle.claimed.size <= MAXIMUM_SPLIT,
        ...(formerPath === undefined ? {} : { formerPath }),
      },
    });
  }
  const wanted = new Set(
    bundled.flatMap(({ bundle }) => (apart.has(bundle.path) ? [...bundle.claimed] : [])),
  );
  if (split.length > 0) {
    const files = found.files.filter(({ path }) => wanted.has(path));
    return await lookAtRest(files, { rows: new Map(), claimed: new Set(), heads, leftOut: [], signal, tell });
  }
  return await lookAtRest(found.files, { rows, claimed, heads, leftOut: [...found.leftOut], signal, tell });
}

/** The one that comes first in the selection. */
function firstOf(
  claimed: ReadonlySet<string>,
  places: ReadonlyMap<string, number>,
  files: ReadonlyMap<string, FoundFile>,
): FoundFile | undefined {
  let first = '';
  let place = Infinity;
  for (const path of claimed) {
    const here = places.get(path) ?? Infinity;
    if (here >= place) continue;
    first = path;
    place = here;
  }
  return files.get(first);
}

interface Rest {
  /** Bundles by the first of their files, whose place in the list they take. */
  readonly rows: ReadonlyMap<string, RecognisedFile>;
  readonly claimed: ReadonlySet<string>;
  readonly heads: HeadCache;
  readonly leftOut: string[];
  readonly signal: AbortSignal;
  readonly tell: (progress: RecogniseProgress) => void;
}

async function lookAtRest(
  found: readonly FoundFile[],
  { rows, claimed, heads, leftOut, signal, tell }: Rest,
): Promise<RecogniseResult> {
  const files: RecognisedFile[] = [];
  const firstWith = new Map<string, string>();
  const alone = found.filter(({ path, onlyInBundles }) => !claimed.has(path) && onlyInBundles !== true);
  if (alone.length > MAXIMUM_ROWS) {
    throw new AuditError(
      'bad-input',
      `There are more than ${MAXIMUM_ROWS.toLocaleString('en')} files to import.`,
      'Choose a smaller folder.',
    );
  }
  let filesDone = 0;
  for (const file of found) {
    const bundle = rows.get(file.path);
    if (bundle !== undefined) files.push(bundle);
    if (claimed.has(file.path)) continue;
    if (file.onlyInBundles === true) {
      leftOut.push(file.path);
      continue;
    }
    throwIfAborted(signal);
    tell({ filesDone, files: alone.length, searching: false });
    filesDone++;
    const { by, ...recognised } = await lookAt(file, heads, signal);
    // Settings and notebooks are JSON too; only what is known to be of results is worth a word of refusal in a folder.
    const refused = recognised.recognition.kind === 'refused' && GENERAL.includes(by);
    if (!file.chosen && refused && isJsonName(file.path)) {
      leftOut.push(file.path);
      continue;
    }
    const sameAs = recognised.sha256 === '' ? undefined : firstWith.get(recognised.sha256);
    if (sameAs === undefined) firstWith.set(recognised.sha256, file.path);
    files.push(sameAs === undefined ? recognised : { ...recognised, sameAs });
    if (filesDone % 50 === 0) await setImmediate();
  }
  tell({ filesDone, files: alone.length, searching: false });
  return { files, leftOut };
}

async function lookAt(
  { path, label }: FoundFile,
  heads: HeadCache,
  signal: AbortSignal,
): Promise<RecognisedFile & { readonly by?: string }> {
  const { recognition, head, by } = await recogniseFile(path, heads);
  const sizeBytes = head?.sizeBytes ?? (await sizeOf(path));
  const known = by === undefined ? undefined : { by };
  if (recognition.kind === 'refused') return { path, label, sizeBytes, sha256: '', recognition, ...known };
  try {
    const sha256 = await sha256OfFile(path, signal);
    return { path, label, sizeBytes, sha256, recognition, ...known };
  } catch (error) {
    if (!(error instanceof AuditError) || error.kind === 'cancelled') throw error;
    const refused: Recognition = { kind: 'refused', reason: error.message, hint: error.hint };
    return { path, label, sizeBytes, sha256: '', recognition: refused, ...known };
  }
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Ten times a second is as often as anyone can read; the last word of all always arrives. */
function throttled(progress: (progress: RecogniseProgress) => void): (progress: RecogniseProgress) => void {
  let last = 0;
  return (said) => {
    const now = performance.now();
    if (now - last < 100 && said.filesDone < said.files) return;
    last = now;
    progress(said);
  };
}
