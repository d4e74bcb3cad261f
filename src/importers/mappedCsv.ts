/** CSV tables of any other shape: the user says what the columns are. */
import { AuditError } from '../core/errors.ts';
import { mappingProblem } from '../core/mappingCheck.ts';
import type { ColumnMapping } from '../core/importPlan.ts';
import { distinctNames } from './columnNames.ts';
import { readCsvHead, type CsvHead } from './csvHead.ts';
import { readFileHead } from './fileHead.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { mappedReader } from './mappedRecord.ts';
import { mappedRule } from './mappedRule.ts';
import { probeByPrompt, PROMPT_SUITE } from './probeNames.ts';
import { headerShape, previewRows, proposeMapping } from './proposeMapping.ts';
import { rejected, tableItems } from './tableItems.ts';

/** The import page lists them all. */
const MOST_COLUMNS = 2000;

export const mappedCsv: Importer = {
  id: 'mappedCsv',
  version: 2,

  recognise(head) {
    const csv = readCsvHead(head);
    if (csv === undefined) return undefined;
    const columns = distinctNames(csv.columns);
    if (csv.headerOnly) {
      return {
        kind: 'refused',
        reason: `It has a header (${shortList(columns)}) and no rows, and is of no known format.`,
        hint: 'There is nothing to import in it.',
      };
    }
    if (csv.rows.length === 0) return undefined;
    if (columns.length > MOST_COLUMNS) {
      return {
        kind: 'refused',
        reason: `It is a table of ${columns.length.toLocaleString('en')} columns, more than can be given a meaning one by one.`,
        hint: 'Keep the columns that matter in a smaller table.',
      };
    }
    return {
      kind: 'needs-mapping',
      importer: 'mappedCsv',
      columns,
      headerShape: headerShape('csv', columns),
      preview: previewRows(csv.rows),
      proposal: proposeMapping(columns, csv.rows),
      ...(csv.duplicates.length === 0 ? undefined : { note: duplicatesNote(csv) }),
    };
  },

  defaultRule: (_head, mapping) => mappedRule(mapping),

  read: readTable,
};

function duplicatesNote({ duplicates }: CsvHead): string {
  const many = duplicates.length > 1;
  return `The column name${many ? 's' : ''} ${shortList(duplicates)} occur${many ? '' : 's'} more than once; the later ones are numbered here.`;
}

function shortList(columns: readonly string[]): string {
  return columns.length <= 8
    ? columns.join(', ')
    : `${columns.slice(0, 8).join(', ')} and ${columns.length - 8} more`;
}

/** @throws AuditError `bad-input` when no mapping is given, or one that can't work */
export function checkedMapping(mapping: ColumnMapping | undefined): ColumnMapping {
  const problem = mapping === undefined ? 'It isn’t said what the columns are.' : mappingProblem(mapping);
  if (mapping === undefined || problem !== undefined) {
    throw new AuditError('bad-input', problem ?? '', 'Choose what the columns are in the import page.');
  }
  return mapping;
}

async function* readTable(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const mapping = checkedMapping(options.mapping);
  const reading = await readFileHead(options.path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  const csv = readCsvHead(reading.head);
  if (csv === undefined) throw new AuditError('not-recognised', `${options.path} is no longer a table.`);
  const columns = distinctNames(csv.columns);
  const whole = reading.head.name.replace(/\.[^.]*$/, '');
  const question = columns.findIndex((column) => mapping[column] === 'question');
  const byPrompt = question < 0 ? undefined : probeByPrompt(csv.rows.map((row) => row[question] ?? ''));
  const suite = options.suite ?? whole;
  const read = mappedReader(
    columns,
    mapping,
    {
      named: suite,
      unnamed: byPrompt === undefined ? suite : PROMPT_SUITE,
      probeOf: byPrompt ?? (() => whole),
    },
    {
      file: reading.head.name,
      seen: (column) => csv.rows.map((row) => row[columns.indexOf(column)] ?? ''),
    },
  );
  const { delimiter, returnEndsRow } = csv;
  yield* tableItems({ ...options, delimiter, returnEndsRow, columns: columns.length }, (row, warn) => {
    const reason = (text: string): void => warn(text, row.cells.join(' | '));
    const result = read(row.cells, row, reason);
    return result.kind === 'transcript' ? result : rejected(row, result.reason, row.cells.join(' | '));
  });
}
