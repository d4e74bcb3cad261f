/** What was typed, as VS Code keeps it for a tab that is hidden: the page itself is thrown away then. */
import type { ImportFieldName } from '../../../src/protocol/importPanel.ts';
import { isRoleName } from '../mapping/roleNames.ts';
import { splitPaths } from '../sheet/bundles.ts';
import { FIELDS, type Roles, type Sheet, type SheetRow } from '../sheet/sheet.ts';

const VERSION = 1;

interface RowDraft {
  readonly included: boolean;
  readonly asNewVersion: boolean;
  readonly continues: boolean;
  readonly cells: readonly string[];
  readonly typed: readonly ImportFieldName[];
  readonly roles?: Roles;
  readonly settled: boolean;
}

export interface Draft {
  readonly version: typeof VERSION;
  readonly studyName: string;
  readonly isStudy: boolean;
  readonly pattern: string;
  /** Bundles that were split into a run a file. */
  readonly split: readonly string[];
  readonly rows: Readonly<Record<string, RowDraft>>;
}

export function draftOf(sheet: Sheet): Draft {
  const { rows, studyName, isStudy, pattern } = sheet;
  return {
    version: VERSION,
    studyName,
    isStudy,
    pattern,
    split: splitPaths(sheet),
    rows: Object.fromEntries(
      rows.map(({ file, included, asNewVersion, continues, cells, typed, roles, rolesSettled }) => [
        file.path,
        {
          included,
          asNewVersion,
          continues,
          cells: FIELDS.map((field) => cells[field]),
          typed,
          ...(roles === undefined ? undefined : { roles }),
          settled: rolesSettled,
        },
      ]),
    ),
  };
}

/** The bundles that a draft has split. */
export function draftedSplits(kept: unknown): readonly string[] {
  const split: unknown = isRecord(kept) && kept['version'] === VERSION ? kept['split'] : undefined;
  return Array.isArray(split) ? split.filter((path) => typeof path === 'string') : [];
}

/** Lays a draft over the sheet that the host gave; anything of another shape is ignored. */
export function withDraft(sheet: Sheet, kept: unknown): Sheet {
  if (!isRecord(kept) || kept['version'] !== VERSION || !isRecord(kept['rows'])) return sheet;
  const drafts = kept['rows'];
  const { studyName, isStudy, pattern } = kept;
  return {
    ...sheet,
    studyName: typeof studyName === 'string' ? studyName : sheet.studyName,
    isStudy: typeof isStudy === 'boolean' ? isStudy : sheet.isStudy,
    pattern: typeof pattern === 'string' ? pattern : sheet.pattern,
    rows: sheet.rows.map((row) => {
      const draft = Object.hasOwn(drafts, row.file.path) ? drafts[row.file.path] : undefined;
      return isRecord(draft) ? withRowDraft(row, draft) : row;
    }),
  };
}

function withRowDraft(row: SheetRow, draft: Record<string, unknown>): SheetRow {
  const { included, asNewVersion, continues, cells, typed, roles, settled } = draft;
  const texts: readonly unknown[] = Array.isArray(cells) ? cells : [];
  const named = { ...row.cells };
  FIELDS.forEach((field, index) => {
    const text = texts[index];
    if (typeof text === 'string') named[field] = text;
  });
  const keptRoles = row.roles !== undefined && isRoles(roles) ? roles : undefined;
  return {
    ...row,
    included: typeof included === 'boolean' ? included : row.included,
    asNewVersion: typeof asNewVersion === 'boolean' ? asNewVersion : row.asNewVersion,
    continues: typeof continues === 'boolean' ? continues && row.file.canContinue : row.continues,
    cells: named,
    typed: Array.isArray(typed) ? FIELDS.filter((field) => typed.includes(field)) : row.typed,
    ...(keptRoles === undefined ? undefined : { roles: keptRoles, ...settling(row, settled === true) }),
  };
}

/** Columns that were still being chosen are asked about again. */
function settling(row: SheetRow, settled: boolean): Pick<SheetRow, 'rolesSettled' | 'rolesProblem'> {
  return settled
    ? { rolesSettled: true, rolesProblem: '' }
    : { rolesSettled: false, rolesProblem: row.rolesProblem };
}

function isRoles(value: unknown): value is Roles {
  return isRecord(value) && Object.values(value).every(isRoleName);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
