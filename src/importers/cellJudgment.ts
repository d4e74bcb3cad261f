/** Reads a judgment from a table's cell or a JSON value. */
import type { Judge, Judgment, JudgmentValue } from '../core/judgment.ts';
import { HUNDRED, readScore } from './scoreCell.ts';

/** The two metrics of the field that mean the same wherever they stand. */
export const KNOWN_METRICS = ['aligned', 'coherent'] as const;

/** Text as it is, other JSON values as their JSON, nothing as empty text. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** What a cell of a column of scores or classes says. */
export function judgmentOf(
  judge: Judge,
  role: 'score' | 'class',
  value: unknown,
  warn: (reason: string) => void,
): Judgment {
  const metric = judge.name;
  const cell = cellText(value);
  if (role === 'class') return { metric, judge, value: classValue(cell) };
  // Of other scores it isn't known what scale they have.
  const scale = (KNOWN_METRICS as readonly string[]).includes(metric) ? HUNDRED : undefined;
  const reading = readScore(cell, scale);
  if (reading.warning !== undefined) warn(`${metric}: ${reading.warning}`);
  return {
    metric,
    judge,
    value: reading.value,
    ...(scale === undefined ? undefined : { scale }),
    ...(reading.raw === undefined ? undefined : { raw: reading.raw }),
  };
}

/** A class, true or false; blank and what pandas writes for nothing is missing for an unknown reason. */
export function classValue(cell: string): JudgmentValue {
  const word = cell.trim();
  const lower = word.toLowerCase();
  if (word === '' || lower === 'nan' || lower === 'none') return { kind: 'missing', reason: 'unknown' };
  if (lower === 'true' || lower === 'false') return { kind: 'boolean', boolean: lower === 'true' };
  return { kind: 'class', text: word };
}
