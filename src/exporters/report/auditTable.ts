/** Corrected rates in a report: as the pages show them, and with all digits for programs. */
import { stringify } from 'csv-stringify/sync';
import type { Report, ReportAudit, ReportEstimate } from './report.ts';

export const AUDIT_HEAD: readonly string[] = [
  'labels of',
  'estimate',
  'rate',
  '95 % interval',
  'n',
  'rate of',
];

export const AUDIT_WORDS =
  'Corrected rates rest on labels of a random sample of what the judge judged. “These transcripts” is the rate among those that there are; “the model” the rate among answers it would give.';

/**
 * The rows of the table, raw rates first.
 *
 * @param words how words are written that may hold a name
 */
export function auditCells(
  { rates }: ReportAudit,
  words: (text: string) => string,
): readonly (readonly string[])[] {
  return rates.map(({ by, estimate, of, rate, low, high, n }) => [
    words(by),
    words(estimate),
    `${percent(rate, 1)} %`,
    low === null || high === null ? 'counted' : bracketed(low, high),
    n === null ? '' : String(n),
    words(of),
  ]);
}

function percent(rate: number, decimals: number): string {
  return (100 * rate).toFixed(decimals);
}

/** As many decimals as it takes not to print an interval as a point. */
function bracketed(low: number, high: number, decimals = 1): string {
  const [from, to] = [percent(low, decimals), percent(high, decimals)];
  return from === to && decimals < 6 ? bracketed(low, high, decimals + 1) : `[${from}, ${to}]`;
}

const COLUMNS = [
  'by',
  'estimate',
  'of',
  'rate',
  'low',
  'high',
  'n',
] as const satisfies readonly (keyof ReportEstimate)[];

/** Every estimate of every run with all digits. */
export function auditTable({ audits = [] }: Report): string {
  return stringify([
    ['run', 'sample', ...COLUMNS],
    ...audits.flatMap(({ run, sample, rates }) =>
      rates.map((rate) => [run, sample, ...COLUMNS.map((name) => rate[name])]),
    ),
  ]);
}
