import { stringify } from 'csv-stringify/sync';
import { chunked } from './chunked.ts';
import type { TranscriptExporter } from './exporter.ts';
import { NEUTRALISED_COLUMN, needsNeutralising, neutralise } from './neutralise.ts';
import { transcriptColumns, type Cell, type Column } from './transcriptColumns.ts';
import { TRANSCRIPT_FORMATS } from './transcriptFormats.ts';

/** Excel reads a CSV as UTF-8 only when it begins with this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * One row a transcript: comma-separated, UTF-8, quoted where needed, `\n` between rows. With `neutralise` it is made for
 * spreadsheets: formulas defused (see neutralise.ts) and a byte order mark in front.
 */
export const transcriptsCsv: TranscriptExporter = {
  ...TRANSCRIPT_FORMATS.csv,
  async *chunks({ columns: wanted, rows }, { neutralise: defuse }) {
    const columns = transcriptColumns(wanted);
    const names = columns.map((column) => column.name);
    yield defuse
      ? { text: BYTE_ORDER_MARK + line([...names, NEUTRALISED_COLUMN]), count: 0 }
      : { text: line(names), count: 0 };
    yield* chunked(rows, (transcript) => {
      const cells = columns.map((column) => column.cell(transcript));
      return line(defuse ? defusedCells(cells, columns) : cells);
    });
  },
};

function defusedCells(cells: readonly Cell[], columns: readonly Column[]): readonly Cell[] {
  const named: string[] = [];
  const safe = cells.map((cell, index) => {
    // Our own numbers may begin with a minus sign and stay numbers.
    if (typeof cell !== 'string' || !needsNeutralising(cell)) return cell;
    named.push(columns[index]?.name ?? '');
    return neutralise(cell);
  });
  return [...safe, named.length === 0 ? null : JSON.stringify(named)];
}

function line(cells: readonly Cell[]): string {
  return stringify([cells]);
}
