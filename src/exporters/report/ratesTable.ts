import { stringify } from 'csv-stringify/sync';
import { CORRECTED_COLUMNS, RATES_COLUMNS } from '../../core/reportTable.ts';
import { safeText } from '../safeText.ts';
import type { Report, ReportRow } from './report.ts';

/** The rows with all digits, for programs; what isn't known is empty. */
export function ratesTable({ rows }: Report): string {
  return stringify([
    [...RATES_COLUMNS, ...CORRECTED_COLUMNS],
    ...rows.map((row) => [...RATES_COLUMNS.map((name) => cellOf(row[name])), ...correctedCells(row)]),
  ]);
}

/** In the order of `CORRECTED_COLUMNS`. */
function correctedCells({ corrected }: ReportRow): readonly (string | number | null)[] {
  if (corrected === null) return CORRECTED_COLUMNS.map(() => null);
  const { rate, low, high, by, of, labels } = corrected;
  return [rate, low, high, safeText(by), safeText(of), labels];
}

function cellOf(value: ReportRow[(typeof RATES_COLUMNS)[number]]): string | number | null {
  if (typeof value === 'number' || value === null) return value;
  return safeText(typeof value === 'string' ? value : value.join('; '));
}
