/** Turns the rows of a CSV file into import items, batch by batch. */
import type { ImportProblem } from '../core/imported.ts';
import { readCsvRows, type CsvOptions, type CsvRow } from './csvRows.ts';
import type { ImportItem } from './importer.ts';
import { excerptOf } from './limits.ts';

/** Says what of a row is kept; `warn` notes what was changed or is missing. Undefined when nothing was kept. */
export type RowReader = (row: CsvRow, warn: (reason: string, excerpt: string) => void) => ImportItem;

export async function* tableItems(
  options: CsvOptions,
  read: RowReader,
): AsyncGenerator<readonly ImportItem[]> {
  for await (const events of readCsvRows(options)) {
    const items: ImportItem[] = [];
    for (const event of events) {
      if ('problem' in event) {
        items.push({ kind: 'problem', problem: event.problem });
        continue;
      }
      const warnings: ImportItem[] = [];
      const warn = (reason: string, excerpt: string): void => {
        warnings.push({ kind: 'problem', problem: problemOf(event, 'warning', reason, excerpt) });
      };
      items.push(read(event, warn));
      if (event.oddity !== undefined) warn(event.oddity, event.cells.join(' | '));
      if (event.invalidAt !== undefined) warn(invalidBytes(event.invalidAt), event.cells.join(' | '));
      for (const warning of warnings) items.push(warning);
    }
    yield items;
  }
}

/** For a row or line that is not kept. */
export function rejected(at: { row: number; line: number }, reason: string, text: string): ImportItem {
  return { kind: 'problem', problem: problemOf(at, 'error', reason, text) };
}

export function problemOf(
  { row, line }: { readonly row: number; readonly line: number },
  severity: ImportProblem['severity'],
  reason: string,
  text: string,
): ImportProblem {
  return { row, line, severity, reason, excerpt: excerptOf(text) };
}

/** What is said of text that wasn't UTF-8. */
export function invalidBytes(offset: number): string {
  return `The bytes at offset ${offset} of the file are not UTF-8; they were read as the replacement character U+FFFD.`;
}
