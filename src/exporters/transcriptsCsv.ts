import { stringify } from 'csv-stringify/sync';
import { MORE_COLUMN, NEUTRALISED_COLUMN } from '../core/transcriptFile.ts';
import { chunked } from './chunked.ts';
import { Definitions } from './definitions.ts';
import type { TranscriptExporter } from './exporter.ts';
import { needsNeutralising, neutralise } from './neutralise.ts';
import { moreOfRow } from './moreOfRow.ts';
import { safeText } from './safeText.ts';
import { transcriptColumns, type Cell } from './transcriptColumns.ts';
import { TRANSCRIPT_FORMATS } from './transcriptFormats.ts';

/** Excel reads a CSV as UTF-8 only when it begins with this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * One row a transcript: comma-separated, UTF-8, quoted where needed, `\n` between rows. With `neutralise` it is made for
 * spreadsheets: formulas defused (see neutralise.ts) and a byte order mark in front. What readers of tables choke on (NUL,
 * half a surrogate pair) is written as U+FFFD, and the cell itself in the column `more`.
 */
export const transcriptsCsv: TranscriptExporter = {
  ...TRANSCRIPT_FORMATS.csv,
  async *chunks({ columns: wanted, rows, schemes }, { neutralise: defuse }) {
    const definitions = new Definitions(schemes);
    const columns = transcriptColumns(wanted);
    const names = [...columns.map(({ name }) => safeText(name)), MORE_COLUMN];
    yield defuse
      ? { text: BYTE_ORDER_MARK + line([...names, NEUTRALISED_COLUMN]), count: 0 }
      : { text: line(names), count: 0 };
    yield* chunked(rows, (transcript) => {
      const exact = columns.map((column) => column.cell(transcript));
      const cells = exact.map((cell) => (typeof cell === 'string' ? safeText(cell) : cell));
      const changed = columns.flatMap(({ name }, index) =>
        cells[index] === exact[index] ? [] : [[name, exact[index]] as const],
      );
      const more = {
        ...moreOfRow(transcript, columns),
        ...(changed.length === 0 ? {} : { exact: Object.fromEntries(changed) }),
        ...definitions.newIn(transcript),
      };
      const row = [...cells, Object.keys(more).length === 0 ? null : JSON.stringify(more)];
      return line(defuse ? defusedCells(row, names) : row);
    });
  },
};

function defusedCells(cells: readonly Cell[], names: readonly string[]): readonly Cell[] {
  const named: string[] = [];
  const safe = cells.map((cell, index) => {
    // Our own numbers may begin with a minus sign and stay numbers.
    if (typeof cell !== 'string' || !needsNeutralising(cell)) return cell;
    named.push(names[index] ?? '');
    return neutralise(cell);
  });
  return [...safe, named.length === 0 ? null : JSON.stringify(named)];
}

function line(cells: readonly Cell[]): string {
  return stringify([cells]);
}
