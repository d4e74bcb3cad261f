/** Finds the files of a selection of files and folders. */
import { opendir, realpath, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { AuditError } from '../core/errors.ts';
import { throwIfAborted } from './byteSource.ts';
import { candidateKind } from './candidateNames.ts';
import { naturalOrder } from './naturalOrder.ts';

/** More files than this are refused whatever they are: they are held in memory until it is known what they are. */
const MAXIMUM_FOUND = 500_000;
/** Entries of folders looked at, candidates or not: beyond it the search is of a disk, not of results. */
const MAXIMUM_ENTRIES = 2_000_000;
/** Files of no interest are named up to this many. */
const MAXIMUM_LEFT_OUT = 20_000;
/** Files asked for their size at once. */
const STATS_AT_ONCE = 32;
const DEEPEST_FOLDER = 64;
/** Folders of tools, which hold no results. Hidden ones (a dot first) are left out as well. */
const TOOL_FOLDERS = new Set(['node_modules', '__pycache__', 'venv', 'env', 'site-packages', 'wandb']);

export interface FoundFile {
  readonly path: string;
  /** The path relative to what was selected, with `/`: beginning with the folder's own name if a folder was. */
  readonly label: string;
  /** False when the file was found in a folder and not chosen itself. */
  readonly chosen: boolean;
  /** Zero for what isn't there. */
  readonly sizeBytes: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modifiedMs: number;
  /** True for texts and settings that are only ever part of a bundle. */
  readonly onlyInBundles?: boolean;
}

export interface FoundFiles {
  /** In natural order (`s2` before `s10`) within each folder, each file once. */
  readonly files: readonly FoundFile[];
  /** Files found in folders that by their names are no results; at most the first 20,000. */
  readonly leftOut: readonly string[];
}

/**
 * Chosen files are taken whatever they are called; of folders, everything beneath that may hold results or belong to
 * files that do. Folders that can't be read are passed over.
 *
 * @param onFound called now and then with the number of files found so far
 * @throws AuditError `bad-input` when there are too many files, `cancelled`
 */
export async function expandPaths(
  paths: readonly string[],
  signal: AbortSignal,
  onFound: (files: number) => void = () => undefined,
): Promise<FoundFiles> {
  const search = new Search(signal, onFound);
  for (const path of paths) await search.add(path);
  return { files: search.files, leftOut: search.leftOut };
}

interface Folder {
  readonly path: string;
  /** Its place without links. */
  readonly real: string;
  readonly root: string;
  readonly depth: number;
  /** What is in it, where that was asked already. */
  readonly listing?: Promise<Dirent[]>;
}

class Search {
  readonly files: FoundFile[] = [];
  readonly leftOut: string[] = [];
  readonly #signal: AbortSignal;
  readonly #onFound: (files: number) => void;
  readonly #seen = new Set<string>();
  #entries = 0;

  constructor(signal: AbortSignal, onFound: (files: number) => void) {
    this.#signal = signal;
    this.#onFound = onFound;
  }

  async add(path: string): Promise<void> {
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isDirectory() === true) {
      const real = await realpath(path).catch(() => path);
      await this.#folder({ path, real, root: path, depth: 0 });
      return;
    }
    if (!this.#isNew(await realpath(path).catch(() => path))) return;
    this.#push({
      path,
      label: basename(path),
      chosen: true,
      sizeBytes: stats?.size ?? 0,
      modifiedMs: stats?.mtimeMs ?? 0,
    });
  }

  async #folder({ path, real, root, depth, listing }: Folder): Promise<void> {
    throwIfAborted(this.#signal);
    if (depth > DEEPEST_FOLDER || !this.#isNew(real)) return;
    const entries = await (listing ?? this.#entriesOf(path));
    entries.sort((a, b) => naturalOrder(a.name, b.name));
    for (let from = 0; from < entries.length; from += STATS_AT_ONCE) {
      throwIfAborted(this.#signal);
      const some = entries.slice(from, from + STATS_AT_ONCE);
      const looked = await Promise.all(some.map((entry) => lookAt(entry, path, real)));
      // Folders are gone into one after the other, and listed together: a hundred thousand of them are ordinary.
      const listings = looked.map((found, index) =>
        found?.isFolder === true && !this.#seen.has(found.real)
          ? this.#entriesOf(join(path, some[index]?.name ?? ''))
          : undefined,
      );
      await Promise.all(listings.filter((listing) => listing !== undefined));
      for (const [index, entry] of some.entries()) {
        const found = looked[index];
        if (found === undefined) continue;
        const inner = join(path, entry.name);
        if (found.isFolder) {
          const listing = listings[index];
          const folder = { path: inner, real: found.real, root, depth: depth + 1 };
          await this.#folder(listing === undefined ? folder : { ...folder, listing });
        } else if (found.kind === undefined) {
          if (this.leftOut.length < MAXIMUM_LEFT_OUT) this.leftOut.push(inner);
        } else if (this.#isNew(found.real)) {
          this.#push({
            path: inner,
            label: labelOf(inner, root),
            chosen: false,
            sizeBytes: found.sizeBytes,
            modifiedMs: found.modifiedMs,
            ...(found.kind === 'bundles' ? { onlyInBundles: true } : undefined),
          });
        }
      }
      this.#onFound(this.files.length);
    }
  }

  /** Streamed, so that a folder of any size leaves room for others and can be cancelled. */
  async #entriesOf(path: string): Promise<Dirent[]> {
    const entries: Dirent[] = [];
    try {
      for await (const entry of await opendir(path, { bufferSize: 512 })) {
        if (++this.#entries > MAXIMUM_ENTRIES) throw tooMany(MAXIMUM_ENTRIES);
        if (this.#entries % 4096 === 0) throwIfAborted(this.#signal);
        if (entry.name.startsWith('.') || TOOL_FOLDERS.has(entry.name)) continue;
        entries.push(entry);
      }
    } catch (error) {
      if (error instanceof AuditError) throw error;
      // A folder that can't be read holds nothing that can be imported.
    }
    return entries;
  }

  #push(file: FoundFile): void {
    this.files.push(file);
    if (this.files.length > MAXIMUM_FOUND) throw tooMany(MAXIMUM_FOUND);
  }

  /** Links can lead to the same place twice, and in circles. */
  #isNew(real: string): boolean {
    if (this.#seen.has(real)) return false;
    this.#seen.add(real);
    return true;
  }
}

interface Looked {
  readonly isFolder: boolean;
  readonly real: string;
  readonly kind: ReturnType<typeof candidateKind>;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** Undefined for what can't be followed, and for devices and pipes, where reading may never end. */
async function lookAt(entry: Dirent, folder: string, realFolder: string): Promise<Looked | undefined> {
  const path = join(folder, entry.name);
  const kind = candidateKind(entry.name);
  const nothing = { real: join(realFolder, entry.name), kind, sizeBytes: 0, modifiedMs: 0 };
  if (entry.isDirectory()) return { ...nothing, isFolder: true };
  // Its name says that it is of no interest: no need to ask the disk.
  if (entry.isFile() && kind === undefined) return { ...nothing, isFolder: false };
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (stats.isDirectory()) {
    return { ...nothing, real: await realpath(path).catch(() => path), isFolder: true };
  }
  if (!stats.isFile()) return undefined;
  // Within a folder whose real place is known, only links lead elsewhere.
  const real = entry.isFile() ? join(realFolder, entry.name) : await realpath(path).catch(() => path);
  return { isFolder: false, real, kind, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
}

function tooMany(limit: number): AuditError {
  return new AuditError(
    'bad-input',
    `There are more than ${limit.toLocaleString('en')} files to look at.`,
    'Choose a smaller folder.',
  );
}

function labelOf(path: string, root: string): string {
  return join(basename(root), relative(root, path)).split(sep).join('/');
}
