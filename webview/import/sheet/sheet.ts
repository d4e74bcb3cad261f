/** The table as the user edits it: plain data, changed only by the functions beside it. */
import type {
  ColumnRoleName,
  ImportFieldName,
  ImportFileRow,
  ImportRequests,
  ImportView,
} from '../../../src/protocol/importPanel.ts';

/** The editable columns, in order. */
export const FIELDS = ['runName', 'model', 'group', 'condition', 'seed'] as const;

export const FIELD_NAMES: Readonly<Record<ImportFieldName, string>> = {
  runName: 'Run name',
  model: 'Model',
  group: 'Group',
  condition: 'Condition',
  seed: 'Seed',
};

export type Cells = Readonly<Record<ImportFieldName, string>>;
export type Roles = Readonly<Record<string, ColumnRoleName>>;

export interface SheetRow {
  readonly file: ImportFileRow;
  readonly included: boolean;
  readonly asNewVersion: boolean;
  /** Goes on in the run that has the file. */
  readonly continues: boolean;
  readonly cells: Cells;
  /** Cells that the user filled or cleared; patterns leave them alone. */
  readonly typed: readonly ImportFieldName[];
  /** Tables of unknown columns only. */
  readonly roles: Roles | undefined;
  /** What is wrong with the roles; empty when nothing is. */
  readonly rolesProblem: string;
  /** True once somebody said what the columns are, now or in an earlier import. */
  readonly rolesSettled: boolean;
  /** For a file split from a bundle: the bundle’s row, to be put back. */
  readonly bundleRow?: SheetRow;
}

export interface Sheet {
  readonly mode: ImportView['mode'];
  readonly rows: readonly SheetRow[];
  readonly refused: readonly ImportFileRow[];
  readonly studyName: string;
  readonly isStudy: boolean;
  readonly pattern: string;
}

export function sheetOf(view: ImportView): Sheet {
  return {
    mode: view.mode,
    rows: view.files.filter(({ state }) => state !== 'refused').map(rowOf),
    refused: view.files.filter(({ state }) => state === 'refused'),
    studyName: view.studyName,
    isStudy: view.isStudy,
    pattern: view.namePattern,
  };
}

export function rowOf(file: ImportFileRow): SheetRow {
  const { runName, model, group, condition, seed, included, asNewVersion, continues, mapping } = file;
  return {
    file,
    included,
    asNewVersion,
    continues,
    cells: { runName, model, group, condition, seed },
    typed: [],
    roles: mapping?.roles,
    rolesProblem: mapping?.problem ?? '',
    rolesSettled: mapping === undefined || (mapping.remembered && mapping.problem === ''),
  };
}

/** True when the rows of the file (or another row of the same run) say it, and the cell can't. */
export function isReadOnly(row: SheetRow, field: ImportFieldName): boolean {
  if (row.file.carried.includes(field)) return true;
  return row.roles !== undefined && (Object.values(row.roles) as string[]).includes(field);
}

/** What `confirm` sends. */
export function answersOf(sheet: Sheet): ImportRequests['confirm']['params'] {
  return {
    studyName: sheet.studyName,
    isStudy: sheet.isStudy,
    namePattern: sheet.pattern,
    files: sheet.rows.map(({ file, included, asNewVersion, continues, cells, roles }) => ({
      path: file.path,
      included,
      asNewVersion,
      continues,
      ...(file.partOf === undefined ? undefined : { partOf: file.partOf }),
      ...cells,
      ...(roles === undefined ? undefined : { roles }),
    })),
  };
}
