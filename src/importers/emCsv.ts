/** Judged answers as the emergent-misalignment papers and those after them publish them (formats F1, shapes A, B, C). */
import { AuditError } from '../core/errors.ts';
import type { Recognition } from '../core/importPlan.ts';
import { MISALIGNED_AMONG_COHERENT, type VerdictRule } from '../core/verdictRule.ts';
import { readCsvHead, type CsvHead } from './csvHead.ts';
import { emColumns, YES_NO_METRIC, type EmColumns } from './emColumns.ts';
import { emRowReader } from './emRow.ts';
import { readFileHead } from './fileHead.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { probeByPrompt } from './probeNames.ts';
import { tableItems } from './tableItems.ts';

const SUITES = { scores: 'emergent misalignment', 'yes-no': 'vulnerable code' } as const;

/** Yes/no verdicts on insecure code: yes among all rows. */
export const VULNERABLE: VerdictRule = {
  name: 'vulnerable code',
  gate: [],
  positive: [[{ metric: YES_NO_METRIC, op: 'in', values: ['YES'] }]],
  missing: 'drop',
  positiveName: 'vulnerable',
  negativeName: 'clean',
  excludedName: 'left out',
};

export const emCsv: Importer = {
  id: 'emCsv',
  version: 2,

  recognise(head) {
    const table = tableOf(head);
    return table === undefined ? undefined : recognition(table.csv, table.columns);
  },

  defaultRule(head) {
    const columns = tableOf(head)?.columns;
    if (columns === undefined) return undefined;
    return columns.shape === 'yes-no' ? VULNERABLE : MISALIGNED_AMONG_COHERENT;
  },

  read: readEmCsv,
};

function tableOf(head: FileHead): { csv: CsvHead; columns: EmColumns } | undefined {
  const csv = readCsvHead(head);
  const columns = csv === undefined ? undefined : emColumns(csv);
  return csv === undefined || columns === undefined ? undefined : { csv, columns };
}

function recognition(csv: CsvHead, columns: EmColumns): Recognition {
  const carries = (['model', 'group', 'condition'] as const).filter((name) => {
    const index = columns[name];
    return index !== undefined && csv.rows.some((row) => row[index] !== '');
  });
  const distributions = columns.judges.some(({ distribution }) => distribution !== undefined);
  const what =
    columns.shape === 'yes-no'
      ? 'vulnerable-code CSV, judged yes or no'
      : `emergent-misalignment CSV${distributions ? ' with the judge’s token probabilities' : ''}`;
  return { kind: 'transcripts', importer: 'emCsv', description: what, carries, headerOnly: csv.headerOnly };
}

async function* readEmCsv(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const reading = await readFileHead(options.path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  const table = tableOf(reading.head);
  if (table === undefined) {
    throw new AuditError('not-recognised', `${options.path} no longer has the columns it was recognised by.`);
  }
  const { csv, columns } = table;
  const whole = reading.head.name.replace(/\.[^.]*$/, '');
  const probeOf = probeByPrompt(csv.rows.map((row) => row[columns.question] ?? '')) ?? (() => whole);
  yield* tableItems(
    {
      ...options,
      delimiter: csv.delimiter,
      returnEndsRow: csv.returnEndsRow,
      columns: csv.columns.length,
    },
    emRowReader(columns, SUITES[columns.shape], probeOf),
  );
}
