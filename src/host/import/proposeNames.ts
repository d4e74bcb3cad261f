/** Names proposed for files from their paths: by the user's pattern first, then by what such files are usually called. */
import { AuditError } from '../../core/errors.ts';
import { guessNames } from '../../core/nameGuess.ts';
import { compileNamePattern, type NameFields } from '../../core/namePattern.ts';
import { proposeRunNames } from '../../core/runNames.ts';
import type { ImportFieldName, ImportRequests } from '../../protocol/importPanel.ts';

export interface NamedFile {
  /** How the page calls the row: the path in an import. */
  readonly id: string;
  readonly path: string;
  /** Path relative to what was chosen, with `/`. */
  readonly label: string;
  /** Fields that are read-only in this row; nothing is proposed for them. */
  readonly carries: readonly ImportFieldName[];
  /** Names that the run of an earlier import of this file has now, corrected or not. */
  readonly earlier?: NameCells;
}

export type NameCells = Readonly<Record<ImportFieldName, string>>;

/** Folders above this many say where a project lies, not what a file holds. */
const FOLDERS_READ = 3;

/**
 * Names for each file, in order; empty text where nothing can be told. An empty pattern leaves it to the guess alone.
 *
 * @throws AuditError `bad-input` for a pattern that can't be read
 */
export function proposeNames(files: readonly NamedFile[], pattern: string): NameCells[] {
  const read = reader(pattern);
  const runNames = proposeRunNames(files.map(({ path }) => path));
  return files.map((file, index) => {
    const { run, ...matched } = read(file.path) ?? {};
    const found = { ...guessNames(endOfPath(file.path)), ...file.earlier, ...matched };
    const cell = (field: 'model' | 'group' | 'condition' | 'seed'): string =>
      file.carries.includes(field) ? '' : (found[field] ?? '');
    return {
      runName: run ?? file.earlier?.runName ?? runNames[index] ?? file.label,
      model: cell('model'),
      group: cell('group'),
      condition: cell('condition'),
      seed: cell('seed'),
    };
  });
}

/**
 * What the page shows at first: files that were imported before keep the names that their runs have now, whatever the
 * pattern that was found for the others would read from them.
 */
export function firstNames(files: readonly NamedFile[], pattern: string): NameCells[] {
  return proposeNames(files, pattern).map((names, index) => {
    const { earlier, carries } = files[index] ?? { carries: [] };
    if (earlier === undefined) return names;
    return { ...earlier, ...Object.fromEntries(carries.map((field) => [field, names[field]])) };
  });
}

/** Only what the pattern itself reads, for runs that have names already. */
function matchNames(files: readonly NamedFile[], pattern: string): Partial<NameCells>[] {
  const read = reader(pattern);
  return files.map(({ path, carries }) => {
    const { run, ...matched } = read(path) ?? {};
    const cells = { ...matched, ...(run === undefined ? undefined : { runName: run }) };
    return Object.fromEntries(
      Object.entries(cells).filter(([field]) => !(carries as readonly string[]).includes(field)),
    );
  });
}

/** The page's question about a pattern: the cells it would fill, by row, or why it can't be read. */
export function patternAnswer(
  files: readonly NamedFile[],
  pattern: string,
  guessToo: boolean,
): ImportRequests['applyPattern']['result'] {
  try {
    const names = guessToo ? proposeNames(files, pattern) : matchNames(files, pattern);
    return { ok: true, names: Object.fromEntries(files.map(({ id }, index) => [id, names[index] ?? {}])) };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { ok: false, problem: [error.message, error.hint].filter((text) => text !== '').join(' ') };
  }
}

function reader(pattern: string): (path: string) => NameFields | undefined {
  return pattern.trim() === '' ? () => undefined : compileNamePattern(pattern);
}

function endOfPath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .slice(-1 - FOLDERS_READ)
    .join('/');
}
