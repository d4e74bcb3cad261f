/** What the head of a file says of it as a CSV table. */
import { parse } from 'csv-parse/sync';
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
  // Rows cut off by the end of the head would be bad rows; records up to the last complete one come out.
  const records: string[][] = [];
  let openQuote = false;
  try {
    parse(text, {
      delimiter,
      record_delimiter: returnEndsRow ? ['\r'] : ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: MAXIMUM_ROWS + 1,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
  } catch {
    // A quote is open at the end of the head; what came before it stands.
    openQuote = true;
  }
  const [columns, ...rows] = records;
  if (columns === undefined || columns.length < 2) return undefined;
  const cutOff = !openQuote && !head.complete && rows.length < MAXIMUM_ROWS && !/[\r\n]$/.test(text);
  if (cutOff) rows.pop();
  const names = columns.map((name) => name.trim());
  if (!/\.(csv|tsv|tab)$/i.test(head.name) && !looksTabular(names, rows)) return undefined;
  return {
    delimiter,
    returnEndsRow,
    columns: names,
    duplicates: [...new Set(names.filter((name, index) => name !== '' && names.indexOf(name) !== index))],
    rows: rows.filter((row) => row.length === columns.length),
    headerOnly: head.complete && rows.every((row) => row.every((cell) => cell.trim() === '')),
  };
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
