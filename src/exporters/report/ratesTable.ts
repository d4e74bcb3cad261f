import { stringify } from 'csv-stringify/sync';
import type { Report, ReportRow } from './report.ts';

const COLUMNS = [
  'study',
  'run',
  'model',
  'group',
  'condition',
  'seed',
  'rule',
  'transcripts',
  'positive',
  'n',
  'gatedOut',
  'gateMissing',
  'missing',
  'labelled',
  'rate',
  'low',
  'high',
] as const satisfies readonly (keyof ReportRow)[];

/** The rows with all digits, for programs. */
export function ratesTable({ rows }: Report): string {
  return stringify([COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))]);
}
