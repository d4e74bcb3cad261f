/** Files whose tables have the same columns share one mapping step. */
import type { MappingView } from '../../../src/protocol/importPanel.ts';
import type { Sheet, SheetRow } from './sheet.ts';

export interface HeaderGroup {
  readonly key: string;
  readonly rows: readonly SheetRow[];
  readonly mapping: MappingView;
}

export function headerKey(columns: readonly string[]): string {
  return JSON.stringify(columns);
}

/** The distinct headers among included files, in order of the table. */
export function headerGroups({ rows }: Sheet): HeaderGroup[] {
  const groups = new Map<string, { rows: SheetRow[]; mapping: MappingView }>();
  for (const row of rows) {
    const { mapping } = row.file;
    if (mapping === undefined || !row.included) continue;
    const key = headerKey(mapping.columns);
    const group = groups.get(key) ?? { rows: [], mapping };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}

/** The first file whose columns nobody has spoken for yet. */
export function nextUnsettled(sheet: Sheet): string | undefined {
  return sheet.rows.find((row) => row.included && !row.rolesSettled)?.file.path;
}
