/** What of a shared folder changed since it was last looked at. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LineRange } from '../../exporters/labels/boundedLines.ts';
import { isWholeLine, looksLikeLabels, measureFile, type MeasuredFile } from './measureFile.ts';
import type { KnownFile } from './sharingState.ts';

/** File systems keep times so coarsely that two changes may bear the same one, in milliseconds. */
const COARSEST_TIME_MS = 2_500;
/** More files than this are not a folder of label files. */
const MOST_FILES = 2_000;

/** A file that is not as it was. */
export interface ChangedFile {
  readonly name: string;
  readonly path: string;
  /** As it is now; what it holds is not merged yet. */
  readonly now: KnownFile;
  /** What is to be read of it; undefined for none: its times changed and nothing else, or it isn't a label file. */
  readonly range: LineRange | undefined;
  readonly measured: MeasuredFile | undefined;
}

export interface FolderLook {
  readonly changed: readonly ChangedFile[];
  /** Names of files that are as they were. */
  readonly same: readonly string[];
  /** True when lines that were there may be gone: a file was removed, shortened or written anew. */
  readonly hasLost: boolean;
  /** Files that could not be looked at, with what the system says. */
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
}

export interface LookOptions {
  /** Tells files of this installation, which are label files however little of them is there. */
  readonly isOwn: (name: string) => boolean;
  /** Files with problems are read again from their beginning, so that the problems can be told anew. */
  readonly again: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Compares the label files directly in a folder with what is known of them. A folder that isn't there has none.
 *
 * @throws what the file system throws for the folder itself
 */
export async function lookAtFolder(
  folder: string,
  known: Readonly<Record<string, KnownFile>>,
  options: LookOptions,
): Promise<FolderLook> {
  const { signal } = options;
  const names = await namesIn(folder);
  const changed: ChangedFile[] = [];
  const same: string[] = [];
  const failed: { name: string; error: unknown }[] = [];
  let hasLost = Object.entries(known).some(([name, file]) => file.isLabels && !names.includes(name));
  for (const name of names) {
    signal?.throwIfAborted();
    const before = Object.hasOwn(known, name) ? known[name] : undefined;
    try {
      const look = await lookAtFile(join(folder, name), name, before, options);
      if (look === undefined) continue;
      if (look === 'same') same.push(name);
      else {
        changed.push(look);
        if (before?.isLabels === true && look.measured?.isContinued !== true) hasLost = true;
      }
    } catch (error) {
      if (signal?.aborted === true) throw error;
      failed.push({ name, error });
    }
  }
  return { changed, same, hasLost, failed };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /^[^.].*\.jsonl$/i.test(name))
      .sort()
      .slice(0, MOST_FILES);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function lookAtFile(
  path: string,
  name: string,
  before: KnownFile | undefined,
  { isOwn, again, signal }: LookOptions,
): Promise<ChangedFile | 'same' | undefined> {
  const info = await stat(path);
  // Pipes and devices would be read for ever.
  if (!info.isFile()) return undefined;
  const times = {
    sizeBytes: info.size,
    modifiedMs: info.mtimeMs,
    changedMs: info.ctimeMs,
    isRacy: Math.abs(Date.now() - info.ctimeMs) < COARSEST_TIME_MS,
  };
  const isAgain = again && (before?.problems ?? 0) > 0;
  if (before !== undefined && !before.isRacy && !isAgain && isSameTime(before, times)) return 'same';
  if (!isOwn(name) && !(await looksLikeLabels(path))) {
    const now = { ...times, readBytes: 0, readLines: 0, sha256: '', isLabels: false, problems: 0 };
    return { name, path, now, range: undefined, measured: undefined };
  }
  const measured = await measureFile(path, before?.isLabels === true ? before : undefined, signal);
  const { readBytes, readLines, rest, isContinued } = measured;
  const isMore = isContinued && before !== undefined && !isAgain;
  const range: LineRange = {
    fromByte: isMore ? before.readBytes : 0,
    fromLine: isMore ? before.readLines : 0,
    toByte: readBytes + (isWholeLine(rest) ? rest.length : 0),
  };
  const now: KnownFile = {
    ...times,
    readBytes,
    readLines,
    sha256: measured.hash.copy().digest('hex'),
    isLabels: true,
    problems: isMore ? before.problems : 0,
  };
  return { name, path, now, range: range.toByte > range.fromByte ? range : undefined, measured };
}

function isSameTime(
  a: Pick<KnownFile, 'sizeBytes' | 'modifiedMs' | 'changedMs'>,
  b: Pick<KnownFile, 'sizeBytes' | 'modifiedMs' | 'changedMs'>,
): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs && a.changedMs === b.changedMs;
}
