/** Bundles in the table: one row for several files, or a row for each of them. */
import type { ImportFileRow } from '../../../src/protocol/importPanel.ts';
import { rowOf, type Sheet, type SheetRow } from './sheet.ts';

/** Puts a row for each file in the place of the bundle's. What was typed for the bundle goes into all of them. */
export function splitRow(sheet: Sheet, path: string, files: readonly ImportFileRow[]): Sheet {
  const at = sheet.rows.findIndex(({ file }) => file.path === path && file.bundle !== undefined);
  const bundle = sheet.rows[at];
  const parts = files.filter(({ state }) => state !== 'refused');
  if (bundle === undefined || parts.length === 0) return sheet;
  const rows = [...sheet.rows];
  rows.splice(at, 1, ...parts.map((file) => partOf(bundle, file)));
  return { ...sheet, rows, isStudy: sheet.isStudy || (sheet.rows.length === 1 && rows.length > 1) };
}

function partOf(bundle: SheetRow, file: ImportFileRow): SheetRow {
  const row = rowOf(file);
  // The name of the run was the whole bundle's.
  const typed = bundle.typed.filter((field) => field !== 'runName' && !file.carried.includes(field));
  const cells = { ...row.cells, ...Object.fromEntries(typed.map((field) => [field, bundle.cells[field]])) };
  return { ...row, cells, typed, included: row.included && bundle.included, bundleRow: bundle };
}

/** Puts the bundle's own row back, as it was. */
export function joinRows(sheet: Sheet, path: string): Sheet {
  const at = sheet.rows.findIndex(({ file }) => file.partOf === path);
  const bundle = sheet.rows[at]?.bundleRow;
  if (bundle === undefined) return sheet;
  const rows = sheet.rows.flatMap((row, index) => {
    if (index === at) return [bundle];
    return row.file.partOf === path ? [] : [row];
  });
  return { ...sheet, rows, isStudy: sheet.isStudy && rows.length > 1 };
}

/** Bundles that are split now, by path. */
export function splitPaths({ rows }: Sheet): readonly string[] {
  return [...new Set(rows.flatMap(({ file }) => (file.partOf === undefined ? [] : [file.partOf])))];
}
