/** Reads files of transcripts that were exported here, a table or JSON Lines, record by record. */
import { TRANSCRIPT_FORMAT, TRANSCRIPT_FORMAT_VERSION } from '../../core/transcriptFile.ts';
import { readCsvHead } from '../csvHead.ts';
import { readCsvRows } from '../csvRows.ts';
import type { FileHead, ReadOptions } from '../importer.ts';
import { readJsonHead } from '../jsonHead.ts';
import { readJsonTexts, type JsonLayout } from '../jsonTexts.ts';
import { isObject, parseLenientJson, type JsonObject } from '../lenientJson.ts';
import { invalidBytes } from '../tableItems.ts';
import type { ImportProblem } from '../../core/imported.ts';
import { exportedTable, recordOfRow } from './exportedTable.ts';

export interface ExportedEvent {
  readonly row: number;
  readonly line: number;
  /** What to show of it in the problem list. */
  readonly text: string;
  /** Or why there is none. */
  readonly record: JsonObject | string;
  readonly warnings: readonly string[];
}

export type ExportedForm =
  { readonly kind: 'table' } | { readonly kind: 'json'; readonly layout: JsonLayout };

/** What the head holds: its form, and its records; a word for a file of a newer version. Undefined when it isn't ours. */
export function exportedHead(
  head: FileHead,
):
  | { readonly form: ExportedForm; readonly records: readonly JsonObject[]; readonly empty: boolean }
  | 'newer'
  | undefined {
  if (/^\s*[[{]/.test(head.text)) return jsonHead(head);
  const csv = readCsvHead(head);
  const table = csv === undefined ? undefined : exportedTable(csv);
  if (csv === undefined || table === undefined) return undefined;
  return {
    form: { kind: 'table' },
    records: csv.rows.map((row) => recordOfRow(table, row)),
    empty: csv.headerOnly,
  };
}

/** The first record may be longer than the head. */
const BEGINNING = new RegExp(
  `^\\s*\\[?\\s*\\{\\s*"format"\\s*:\\s*"${TRANSCRIPT_FORMAT}"\\s*,\\s*"version"\\s*:\\s*(\\d+)`,
);

function jsonHead(head: FileHead): ReturnType<typeof exportedHead> {
  const beginning = BEGINNING.exec(head.text);
  if (beginning === null) return undefined;
  if (Number(beginning[1]) > TRANSCRIPT_FORMAT_VERSION) return 'newer';
  const json = readJsonHead(head);
  const layout = /^\s*\[/.test(head.text) ? 'list' : 'lines';
  return {
    form: { kind: 'json', layout: json?.layout ?? layout },
    records: json?.values ?? [],
    empty: false,
  };
}

/**
 * All records in order, batch by batch.
 *
 * @throws AuditError as `readChunks` does
 */
export async function* exportedRecords(
  options: Omit<ReadOptions, 'mapping' | 'members'>,
  head: FileHead,
  form: ExportedForm,
): AsyncGenerator<readonly (ExportedEvent | { readonly problem: ImportProblem })[]> {
  if (form.kind === 'table') yield* tableRecords(options, head);
  else yield* jsonRecords(options, form.layout);
}

async function* tableRecords(
  options: ReadOptions,
  head: FileHead,
): AsyncGenerator<readonly (ExportedEvent | { readonly problem: ImportProblem })[]> {
  const csv = readCsvHead(head);
  const table = csv === undefined ? undefined : exportedTable(csv);
  if (csv === undefined || table === undefined) return;
  const { delimiter, returnEndsRow, columns } = csv;
  for await (const events of readCsvRows({ ...options, delimiter, returnEndsRow, columns: columns.length })) {
    yield events.map((event) => {
      if ('problem' in event) return event;
      const { row, line, cells, oddity, invalidAt } = event;
      const warnings = [...(oddity === undefined ? [] : [oddity]), ...invalidIn(invalidAt)];
      return { row, line, text: cells.join(' | '), record: recordOfRow(table, cells), warnings };
    });
  }
}

async function* jsonRecords(
  options: ReadOptions,
  layout: JsonLayout,
): AsyncGenerator<readonly (ExportedEvent | { readonly problem: ImportProblem })[]> {
  for await (const events of readJsonTexts({ ...options, layout })) {
    yield events.map((event) => {
      if ('problem' in event) return event;
      const { row, line, text, invalidAt } = event;
      return { row, line, text, record: recordIn(text), warnings: invalidIn(invalidAt) };
    });
  }
}

function recordIn(text: string): JsonObject | string {
  let value: unknown;
  try {
    value = parseLenientJson(text);
  } catch {
    return 'It isn’t valid JSON.';
  }
  if (!isObject(value)) return 'It isn’t a JSON object.';
  const { format, version } = value;
  if (format !== TRANSCRIPT_FORMAT) return `It isn’t of the format “${TRANSCRIPT_FORMAT}”.`;
  return typeof version === 'number' && version > TRANSCRIPT_FORMAT_VERSION
    ? `It is of version ${version} of its format; version ${TRANSCRIPT_FORMAT_VERSION} is read here.`
    : value;
}

function invalidIn(at: number | undefined): readonly string[] {
  return at === undefined ? [] : [invalidBytes(at)];
}
