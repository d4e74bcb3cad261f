/** What the page says of the table: counts, what stands in the way, what is there twice. */
import type { Sheet, SheetRow } from './sheet.ts';

/** "1 file", "4,830 files". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}

/** "26 of 44 files, 18 header-only kept as empty runs". */
export function countWords(sheet: Sheet): string {
  const { rows, refused, mode } = sheet;
  if (mode === 'edit') return count(rows.length, 'row');
  const total = rows.length + refused.length;
  const included = rows.filter((row) => row.included);
  const parts = [`${included.length.toLocaleString('en-US')} of ${count(total, 'file')}`];
  const empty = included.filter(({ file }) => file.headerOnly).length;
  if (empty > 0)
    parts.push(
      `${empty.toLocaleString('en-US')} header-only kept as ${empty === 1 ? 'an empty run' : 'empty runs'}`,
    );
  const versions = included.filter((row) => row.asNewVersion).length;
  if (versions > 0)
    parts.push(`${versions.toLocaleString('en-US')} as ${versions === 1 ? 'a new version' : 'new versions'}`);
  const already = rows.filter((row) => row.file.state === 'already-imported' && !row.included).length;
  if (already > 0) parts.push(`${already.toLocaleString('en-US')} imported already`);
  if (refused.length > 0) parts.push(`${refused.length.toLocaleString('en-US')} refused`);
  return parts.join(', ');
}

/** Why the import can't start; empty when it can. */
export function obstacle(sheet: Sheet): string {
  const { rows, mode, isStudy, studyName } = sheet;
  const included = rows.filter((row) => row.included);
  if (mode === 'edit') {
    return rows.some((row) => row.cells.runName.trim() === '' && !row.file.carried.includes('runName'))
      ? 'A run has no name.'
      : '';
  }
  if (included.length === 0) return 'No file is ticked.';
  if (isStudy && studyName.trim() === '') return 'The study has no name.';
  const unmapped = included.filter((row) => !row.rolesSettled);
  if (unmapped.length > 0) {
    return `The columns of ${count(unmapped.length, 'file')} are not known yet.`;
  }
  return '';
}

/** Included files with the bytes of another included file: those that hold rows, and those that hold a header alone. */
export function copiesIn(rows: readonly SheetRow[]): {
  readonly withRows: readonly number[];
  readonly empty: readonly number[];
} {
  const included = new Set(rows.filter((row) => row.included).map(({ file }) => file.path));
  const withRows: number[] = [];
  const empty: number[] = [];
  rows.forEach(({ file, included: here }, index) => {
    if (!here || file.sameAs === undefined || !included.has(file.sameAs)) return;
    (file.headerOnly ? empty : withRows).push(index);
  });
  return { withRows, empty };
}

/** How many of the included runs share their name with another. */
export function sharedNames(rows: readonly SheetRow[]): number {
  const seen = new Map<string, number>();
  for (const { included, cells, file } of rows) {
    if (!included || file.carried.includes('runName')) continue;
    const name = cells.runName.trim();
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return [...seen.values()].filter((n) => n > 1).reduce((total, n) => total + n, 0);
}
