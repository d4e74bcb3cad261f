/** Reads a CSV table and JSON objects alike: rows of named cells, as text. */
import { readCsvHead } from './csvHead.ts';
import { readCsvRows } from './csvRows.ts';
import type { ByteSourceOptions } from './byteSource.ts';
import type { FileHead } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { readJsonTexts } from './jsonTexts.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { cellText } from './cellJudgment.ts';
import { noLonger, openHead } from './openText.ts';

export interface FlatHead {
  readonly columns: readonly string[];
  /** The first rows, in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
}

export interface FlatRow {
  readonly row: number;
  readonly line: number;
  readonly cell: (column: string) => string;
  /** The cell as recorded: text in a table, any JSON value elsewhere. */
  readonly value: (column: string) => unknown;
  /** What to show of it in the problem list. */
  readonly text: string;
}

export type FlatEvent =
  FlatRow | { readonly problem: string; readonly row: number; readonly line: number; readonly text: string };

/** Undefined for what is neither; JSON objects have the keys of all of the first ones as columns. */
export function flatHead(head: FileHead): FlatHead | undefined {
  const csv = readCsvHead(head);
  if (csv !== undefined) return { columns: csv.columns, rows: csv.rows };
  const json = readJsonHead(head);
  if (json === undefined || json.values.length === 0) return undefined;
  const columns = [...new Set(json.values.flatMap((value) => Object.keys(value)))];
  const rows = json.values.map((value) => columns.map((column) => jsonCell(value, column)));
  return { columns, rows };
}

/**
 * All rows in order, batch by batch.
 *
 * @throws AuditError as `openHead` and `readChunks` do, `not-recognised` when the file became something else
 */
export async function* readFlatRows(options: ByteSourceOptions): AsyncGenerator<readonly FlatEvent[]> {
  const head = await openHead(options.path);
  const csv = readCsvHead(head);
  if (csv !== undefined) {
    const at = new Map(csv.columns.map((column, index) => [column, index]));
    const { delimiter, returnEndsRow, columns } = csv;
    const layout = { delimiter, returnEndsRow, columns: columns.length };
    for await (const events of readCsvRows({ ...options, ...layout })) {
      yield events.map((event): FlatEvent => {
        if ('problem' in event) {
          const { row, line, reason, excerpt } = event.problem;
          return { problem: reason, row, line, text: excerpt };
        }
        const { row, line, cells } = event;
        const cell = (column: string): string => cells[at.get(column) ?? -1] ?? '';
        return { row, line, cell, value: cell, text: cells.join(' | ') };
      });
    }
    return;
  }
  const json = readJsonHead(head);
  if (json === undefined) throw noLonger(options.path, 'a table or a file of JSON objects');
  for await (const events of readJsonTexts({ ...options, layout: json.layout })) {
    yield events.map((event): FlatEvent => {
      if ('problem' in event) {
        const { row, line, reason, excerpt } = event.problem;
        return { problem: reason, row, line, text: excerpt };
      }
      const { row, line, text } = event;
      const value = objectOf(text);
      if (value === undefined) return { problem: 'It isn’t a JSON object.', row, line, text };
      return {
        row,
        line,
        cell: (column) => jsonCell(value, column),
        value: (column) => (Object.hasOwn(value, column) ? value[column] : undefined),
        text,
      };
    });
  }
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value = parseLenientJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function jsonCell(value: JsonObject, column: string): string {
  return Object.hasOwn(value, column) ? cellText(value[column]) : '';
}
