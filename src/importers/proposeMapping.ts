/** Proposes what the columns of an unknown table are, by their names and what is in them. */
import { createHash } from 'node:crypto';
import type { ColumnMapping, ColumnRole } from '../core/importPlan.ts';
import { isCounterName, isVerdictName, mayBeScored, roleOfName } from './columnNames.ts';
import { looksLikeScore, plainNumber } from './scoreCell.ts';

/** Texts at least this long on average are taken for an answer when no name says which column is. */
const ANSWER_LENGTH = 40;
const MAXIMUM_CLASSES = 8;
const VERDICT_WORDS = ['yes', 'no', 'true', 'false', 'not sure', 'unsure', 'unknown', 'neutral'];

/**
 * @param columns distinct names
 * @param rows cells as text, in the order of `columns`
 */
export function proposeMapping(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): ColumnMapping {
  const mapping = new Map<string, ColumnRole>();
  const taken = (role: ColumnRole): boolean => [...mapping.values()].includes(role);
  for (const column of columns) {
    const role = roleOfName(column);
    if (role !== undefined && !taken(role)) mapping.set(column, role);
  }
  columns.forEach((column, index) => {
    if (mapping.has(column)) return;
    const cells = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    mapping.set(column, roleOfCells(column, cells));
  });
  // The longest texts are the answers, the next longest the questions, if nothing else was found.
  if (!taken('messages')) {
    for (const role of ['answer', 'question'] as const) {
      const free = columns.filter((column) => mapping.get(column) === 'metadata' && !isCounterName(column));
      const longest = free.sort((a, b) => meanLength(columns, rows, b) - meanLength(columns, rows, a))[0];
      const long =
        longest !== undefined &&
        meanLength(columns, rows, longest) >= (role === 'answer' ? ANSWER_LENGTH : 8);
      if (!taken(role) && longest !== undefined && long) mapping.set(longest, role);
    }
  } else {
    for (const [column, role] of mapping) if (role === 'question') mapping.set(column, 'metadata');
  }
  // A prototype-free record: a column may be called anything.
  const proposal = Object.create(null) as Record<string, ColumnRole>;
  for (const column of columns) proposal[column] = mapping.get(column) ?? 'metadata';
  return proposal;
}

/** What a column whose name doesn't tell is taken for by its cells, blank ones left out. */
export function roleOfCells(column: string, cells: readonly string[]): ColumnRole {
  if (cells.length === 0) return 'metadata';
  if (
    !isCounterName(column) &&
    mayBeScored(column) &&
    cells.every(looksLikeScore) &&
    cells.some((cell) => plainNumber(cell) !== undefined)
  ) {
    return 'score';
  }
  const distinct = new Set(cells.map((cell) => cell.trim().toLowerCase()));
  const short = cells.every((cell) => cell.length <= 40);
  const verdicts = isVerdictName(column) || [...distinct].every((cell) => VERDICT_WORDS.includes(cell));
  if (short && distinct.size <= MAXIMUM_CLASSES && verdicts) return 'class';
  return 'metadata';
}

function meanLength(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  column: string,
): number {
  const index = columns.indexOf(column);
  const total = rows.reduce((sum, row) => sum + (row[index]?.length ?? 0), 0);
  return rows.length === 0 ? 0 : total / rows.length;
}

/** Identifies tables with the same columns, in whatever order; `kind` keeps CSV and JSON apart. */
export function headerShape(kind: 'csv' | 'json', columns: readonly string[]): string {
  const text = JSON.stringify([kind, ...[...columns].sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

const PREVIEW_ROWS = 10;
const PREVIEW_CELL = 400;

/** The first rows as the preview shows them, long cells cut. */
export function previewRows(rows: readonly (readonly string[])[]): string[][] {
  return rows
    .slice(0, PREVIEW_ROWS)
    .map((row) => row.map((cell) => (cell.length > PREVIEW_CELL ? `${cell.slice(0, PREVIEW_CELL)}…` : cell)));
}
