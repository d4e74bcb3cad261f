import { stat } from 'node:fs/promises';
import { AuditError } from '../../core/errors.ts';
import type { Recognition } from '../../core/importPlan.ts';
import { expandPaths, type FoundFile } from '../../importers/expandPaths.ts';
import { recogniseFile, sha256OfFile } from '../../importers/recognise.ts';
import type { TaskContext } from '../task.ts';

export interface RecogniseParams {
  /** Files and folders. */
  readonly paths: readonly string[];
}

export interface RecogniseProgress {
  readonly filesDone: number;
  readonly files: number;
}

/** A file that was found and looked at. */
export interface RecognisedFile {
  readonly path: string;
  /** Relative to what was selected, with `/`. */
  readonly label: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal; empty for a refused file. */
  readonly sha256: string;
  readonly recognition: Recognition;
  /** An earlier file of the list with the same bytes. */
  readonly sameAs?: string;
}

export interface RecogniseResult {
  readonly files: readonly RecognisedFile[];
  /** Files found in folders that hold no results: by their names, or JSON of another kind. */
  readonly leftOut: readonly string[];
}

/** Finds the files of a selection and says what each is. Needs no database. */
export async function recognise(
  { paths }: RecogniseParams,
  { signal, progress }: TaskContext<RecogniseProgress>,
): Promise<RecogniseResult> {
  const found = await expandPaths(paths, signal);
  const files: RecognisedFile[] = [];
  const leftOut = [...found.leftOut];
  const firstWith = new Map<string, string>();
  for (const [index, file] of found.files.entries()) {
    progress({ filesDone: index, files: found.files.length });
    const recognised = await lookAt(file, signal);
    // Settings and notebooks are JSON too; only files of tables are worth a word of refusal in a folder.
    if (!file.chosen && recognised.recognition.kind === 'refused' && /\.json$/i.test(file.path)) {
      leftOut.push(file.path);
      continue;
    }
    const sameAs = recognised.sha256 === '' ? undefined : firstWith.get(recognised.sha256);
    if (sameAs === undefined) firstWith.set(recognised.sha256, file.path);
    files.push(sameAs === undefined ? recognised : { ...recognised, sameAs });
  }
  progress({ filesDone: found.files.length, files: found.files.length });
  return { files, leftOut };
}

async function lookAt({ path, label }: FoundFile, signal: AbortSignal): Promise<RecognisedFile> {
  const { recognition, head } = await recogniseFile(path);
  const sizeBytes = head?.sizeBytes ?? (await sizeOf(path));
  if (recognition.kind === 'refused') return { path, label, sizeBytes, sha256: '', recognition };
  try {
    const sha256 = await sha256OfFile(path, signal);
    return { path, label, sizeBytes, sha256, recognition };
  } catch (error) {
    if (!(error instanceof AuditError) || error.kind === 'cancelled') throw error;
    const refused: Recognition = { kind: 'refused', reason: error.message, hint: error.hint };
    return { path, label, sizeBytes, sha256: '', recognition: refused };
  }
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
