import type { ImportFieldName } from '../../../src/protocol/importPanel.ts';
import { FIELD_NAMES, FIELDS, type Sheet } from '../sheet/sheet.ts';

/** What a column of the grid holds. */
export type Column = 'included' | 'file' | ImportFieldName | 'choice';

export const COLUMN_NAMES: Readonly<Record<Column, string>> = {
  included: 'Import',
  file: 'File',
  ...FIELD_NAMES,
  choice: 'Import as',
};

/** The columns that this sheet needs. */
export function columnsOf(sheet: Sheet): readonly Column[] {
  if (sheet.mode === 'edit') return ['file', ...FIELDS];
  const known = sheet.rows.some(({ file }) => file.earlierRun !== undefined);
  return ['included', 'file', ...FIELDS, ...(known ? (['choice'] as const) : [])];
}

export function isField(column: Column): column is ImportFieldName {
  return (FIELDS as readonly string[]).includes(column);
}
