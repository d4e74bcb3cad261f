/** Everything that can be done to the table. Each gives a new sheet, or the same one when nothing changes. */
import type { ImportFieldName } from '../../../src/protocol/importPanel.ts';
import { FIELDS, isReadOnly, type Roles, type Sheet, type SheetRow } from './sheet.ts';

/** Names by row, as the host proposes them. */
export type Proposals = Readonly<Record<string, Partial<Record<ImportFieldName, string>>>>;

export interface EditResult {
  readonly sheet: Sheet;
  /** How many cells (or rows) changed. */
  readonly changed: number;
}

/** Puts one text into a column of several rows; read-only cells are left alone. */
export function setCells(
  sheet: Sheet,
  rows: Iterable<number>,
  field: ImportFieldName,
  text: string,
): EditResult {
  return withCells(
    sheet,
    [...rows].map((row) => ({ row, field, text })),
  );
}

/**
 * Pastes lines of tab-separated cells, the first at `row` and `field`, the others below and to the right. One single
 * value goes into all of `selected`.
 */
export function pasteCells(
  sheet: Sheet,
  at: { readonly row: number; readonly field: ImportFieldName },
  selected: readonly number[],
  text: string,
): EditResult {
  const lines = linesOf(text);
  const [only] = lines;
  if (lines.length === 1 && only?.length === 1 && selected.length > 1) {
    return setCells(sheet, selected, at.field, only[0] ?? '');
  }
  const column = FIELDS.indexOf(at.field);
  const first = selected.length > 1 ? Math.min(...selected) : at.row;
  return withCells(
    sheet,
    lines.flatMap((cells, down) =>
      cells.flatMap((cell, right) => {
        const field = FIELDS[column + right];
        return field === undefined ? [] : [{ row: first + down, field, text: cell }];
      }),
    ),
  );
}

function linesOf(text: string): string[][] {
  const lines = text.split(/\r\n|\n|\r/);
  // Spreadsheets end the last line too.
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.split('\t').map((cell) => cell.trim()));
}

/** Copies the topmost selected cell into those below it; with one row, the cell above it into it. */
export function fillDown(
  sheet: Sheet,
  field: ImportFieldName,
  row: number,
  selected: readonly number[],
): EditResult {
  const rows = selected.length > 1 ? [...selected].sort((a, b) => a - b) : [row - 1, row];
  const [from, ...into] = rows;
  const source = from === undefined ? undefined : sheet.rows[from];
  if (source === undefined) return { sheet, changed: 0 };
  return setCells(sheet, into, field, source.cells[field]);
}

/** The column's texts of these rows, one a line, for the clipboard. */
export function copyCells(sheet: Sheet, field: ImportFieldName, rows: readonly number[]): string {
  return [...rows]
    .sort((a, b) => a - b)
    .map((row) => sheet.rows[row]?.cells[field] ?? '')
    .join('\n');
}

export function setIncluded(sheet: Sheet, rows: Iterable<number>, included: boolean): EditResult {
  return withRows(sheet, new Set(rows), (row) => (row.included === included ? row : { ...row, included }));
}

/** What becomes of a file that the database has already. */
export type DuplicateChoice = 'continue' | 'version' | 'separate' | 'skip';

export function choiceOf({ included, asNewVersion, continues }: SheetRow): DuplicateChoice {
  if (!included) return 'skip';
  if (continues) return 'continue';
  return asNewVersion ? 'version' : 'separate';
}

/** Applies to those of the rows that were imported before, and going on to those where that is possible. */
export function setChoice(sheet: Sheet, rows: Iterable<number>, choice: DuplicateChoice): EditResult {
  return withRows(sheet, new Set(rows), (row) =>
    row.file.earlierRun === undefined ||
    choiceOf(row) === choice ||
    (choice === 'continue' && !row.file.canContinue)
      ? row
      : {
          ...row,
          included: choice !== 'skip',
          asNewVersion: choice === 'version',
          continues: choice === 'continue',
        },
  );
}

/** Fills cells with what a pattern proposes: those that nobody typed in, or with `overTyped` all that it names. */
export function applyProposals(
  sheet: Sheet,
  proposals: Proposals,
  { overTyped }: { readonly overTyped: boolean },
): EditResult {
  let changed = 0;
  const rows = sheet.rows.map((row) => {
    const proposed = Object.hasOwn(proposals, row.file.path) ? proposals[row.file.path] : undefined;
    const cells: Record<ImportFieldName, string> = { ...row.cells };
    let rowChanged = 0;
    for (const field of FIELDS) {
      const text = proposed?.[field];
      if (text === undefined || text === row.cells[field] || isReadOnly(row, field)) continue;
      if (!overTyped && row.typed.includes(field)) continue;
      cells[field] = text;
      rowChanged++;
    }
    changed += rowChanged;
    return rowChanged === 0 ? row : { ...row, cells };
  });
  return { sheet: changed === 0 ? sheet : { ...sheet, rows }, changed };
}

/** Says what the columns of these files are. */
export function setRoles(sheet: Sheet, paths: ReadonlySet<string>, roles: Roles, problem: string): Sheet {
  return withRows(
    sheet,
    new Set(sheet.rows.flatMap(({ file }, index) => (paths.has(file.path) ? [index] : []))),
    (row) => ({ ...row, roles, rolesProblem: problem, rolesSettled: problem === '' }),
  ).sheet;
}

/** Columns that are being chosen: the user has not said yet that these are the ones. */
export function withRolesInTheMaking(sheet: Sheet, paths: ReadonlySet<string>, roles: Roles): Sheet {
  const rows = sheet.rows.map((row) =>
    paths.has(row.file.path) ? { ...row, roles, rolesSettled: false } : row,
  );
  return { ...sheet, rows };
}

function withCells(
  sheet: Sheet,
  edits: readonly { readonly row: number; readonly field: ImportFieldName; readonly text: string }[],
): EditResult {
  const rows = [...sheet.rows];
  let changed = 0;
  for (const { row: index, field, text } of edits) {
    const row = rows[index];
    if (row === undefined || isReadOnly(row, field)) continue;
    if (row.cells[field] === text && row.typed.includes(field)) continue;
    // Typing what was proposed makes it the user's own.
    if (row.cells[field] !== text) changed++;
    const typed = row.typed.includes(field) ? row.typed : [...row.typed, field];
    rows[index] = { ...row, cells: { ...row.cells, [field]: text }, typed };
  }
  return { sheet: changed === 0 ? sheet : { ...sheet, rows }, changed };
}

function withRows(
  sheet: Sheet,
  indexes: ReadonlySet<number>,
  change: (row: SheetRow) => SheetRow,
): EditResult {
  let changed = 0;
  const rows = sheet.rows.map((row, index) => {
    if (!indexes.has(index)) return row;
    const next = change(row);
    if (next !== row) changed++;
    return next;
  });
  return { sheet: changed === 0 ? sheet : { ...sheet, rows }, changed };
}
