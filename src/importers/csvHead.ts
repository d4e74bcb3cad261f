/** What the head of a file says of it as a CSV table. */
import { CsvRecordScanner } from './csvRecordScanner.ts';
import type { FileHead } from './importer.ts';

export interface CsvHead {
  readonly delimiter: string;
  readonly returnEndsRow: boolean;
  /** As in the header; blank names stay blank. */
  readonly columns: readonly string[];
  /** Names that occur more than once. */
  readonly duplicates: readonly string[];
  /** Whole rows of the head with as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
  /** True when the file ends after the header. */
  readonly headerOnly: boolean;
}

const DELIMITERS = [',', '\t', ';', '|'];
const MAXIMUM_ROWS = 500;

/** Undefined when the head can't be the beginning of a table of at least two columns. */
export function readCsvHead(head: FileHead): CsvHead | undefined {
  const { text } = head;
  // JSON has commas enough to look like a table.
  if (/^\s*[{[]/.test(text)) return undefined;
  const returnEndsRow = !text.includes('\n') && text.includes('\r');
  const delimiter = bestDelimiter(text);
  if (delimiter === undefined) return undefined;
  const [columns, ...rows] = headRecords(head, new CsvRecordScanner(delimiter, returnEndsRow));
  if (columns === undefined || columns.length < 2) return undefined;
  const names = columns.map((name) => name.trim());
  if (!/\.(csv|tsv|tab)$/i.test(head.name) && !looksTabular(names, rows)) return undefined;
  return {
    delimiter,
    returnEndsRow,
    columns: names,
    duplicates: duplicatesIn(names),
    rows: rows.filter((row) => row.length === columns.length),
    headerOnly: head.complete && rows.every((row) => row.every((cell) => cell.trim() === '')),
  };
}

function duplicatesIn(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) {
    if (name !== '' && seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return [...twice];
}

/** The records of the head, without the one that its end cuts off; quotes that are odd are taken as text here. */
function headRecords(head: FileHead, scanner: CsvRecordScanner): string[][] {
  const bytes = Buffer.from(head.text);
  const records: string[][] = [];
  let at = scanner.skipBlankLines(bytes, 0);
  while (at < bytes.length && records.length <= MAXIMUM_ROWS) {
    const outcome = scanner.scan(bytes, at, head.complete, true);
    if (outcome === 'incomplete' || outcome === 'never-closed') break;
    if (outcome === 'record') records.push(scanner.cells);
    const next = outcome === 'record' ? scanner.end : scanner.nextLine(bytes, at);
    at = scanner.skipBlankLines(bytes, next ?? bytes.length);
  }
  return records;
}

/** Prose has commas too: without the name of a table, a file must look like one in every row of its head. */
function looksTabular(names: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const named = names.every((name) => /^[\w .:%()/#-]{0,60}$/.test(name));
  return named && rows.length > 0 && rows.every((row) => row.length === names.length);
}

/** The delimiter that occurs most in the first line, outside quotes. */
function bestDelimiter(text: string): string | undefined {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) break;
    else if (!quoted) {
      const count = counts.get(char);
      if (count !== undefined) counts.set(char, count + 1);
    }
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] > 0 ? best[0] : undefined;
}
