/** Finds the files of a selection of files and folders. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { AuditError } from '../core/errors.ts';
import { throwIfAborted } from './byteSource.ts';

/** More files than this in one selection are refused: something like a home folder was chosen by mistake. */
const MAXIMUM_FILES = 20_000;
const CANDIDATE = /\.(csv|tsv|tab|jsonl|ndjson|json)$/i;
/** Folders of tools, which hold no results. Hidden ones (a dot first) are left out as well. */
const TOOL_FOLDERS = new Set(['node_modules', '__pycache__', 'venv', 'env', 'site-packages', 'wandb']);

export interface FoundFile {
  readonly path: string;
  /** The path relative to what was selected, with `/`: beginning with the folder's own name if a folder was. */
  readonly label: string;
  /** False when the file was found in a folder and not chosen itself. */
  readonly chosen: boolean;
}

export interface FoundFiles {
  /** In natural order (`s2` before `s10`) within each folder, each file once. */
  readonly files: readonly FoundFile[];
  /** Files found in folders that by their names are no results. */
  readonly leftOut: readonly string[];
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Chosen files are taken whatever they are called; of folders, everything beneath that may hold results.
 *
 * @throws AuditError `bad-input` when there are too many files, `cancelled`
 */
export async function expandPaths(paths: readonly string[], signal: AbortSignal): Promise<FoundFiles> {
  const search = new Search(signal);
  for (const path of paths) await search.add(path);
  return { files: search.files, leftOut: search.leftOut };
}

class Search {
  readonly files: FoundFile[] = [];
  readonly leftOut: string[] = [];
  readonly #signal: AbortSignal;
  readonly #seen = new Set<string>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async add(path: string): Promise<void> {
    if (await isFolder(path)) await this.#folder(path, path);
    else await this.#file(path, basename(path), true);
  }

  async #folder(path: string, root: string): Promise<void> {
    throwIfAborted(this.#signal);
    if (!(await this.#isNew(path))) return;
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    entries.sort((a, b) => natural.compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
    for (const { name } of entries) {
      if (name.startsWith('.') || TOOL_FOLDERS.has(name)) continue;
      const inner = join(path, name);
      if (await isFolder(inner)) await this.#folder(inner, root);
      else if (CANDIDATE.test(name)) await this.#file(inner, labelOf(inner, root), false);
      else this.leftOut.push(inner);
    }
  }

  async #file(path: string, label: string, chosen: boolean): Promise<void> {
    if (!(await this.#isNew(path))) return;
    this.files.push({ path, label, chosen });
    if (this.files.length > MAXIMUM_FILES) {
      throw new AuditError(
        'bad-input',
        `There are more than ${MAXIMUM_FILES.toLocaleString('en')} files to import.`,
        'Choose a smaller folder.',
      );
    }
  }

  /** Links can lead to the same place twice, and in circles. */
  async #isNew(path: string): Promise<boolean> {
    const real = await realpath(path).catch(() => path);
    if (this.#seen.has(real)) return false;
    this.#seen.add(real);
    return true;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function labelOf(path: string, root: string): string {
  return join(basename(root), relative(root, path)).split(sep).join('/');
}
