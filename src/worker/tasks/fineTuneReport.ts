import { correctedAccuracy, guessingAccuracy } from '../../analysis/fineTuneBaseline.ts';
import type { FineTuneSeries } from '../../core/fineTuneSeries.ts';
import type { FineTuneView } from '../../protocol/runPage.ts';
import { newestFact } from '../../storage/attachedFacts.ts';
import type { SqliteConnection } from '../../storage/loadSqlite.ts';

/** Rows of the page's table. */
const SHOWN = 60;

/** The run's fine-tuning metrics as its page shows them: about sixty steps; null when none are known. */
export function fineTuneReport(db: SqliteConnection, runId: number): FineTuneView | null {
  const series = newestFact({ db }, runId, 'fineTuneMetrics');
  if (!isSeries(series) || series.rows.length === 0) return null;
  const { columns, rows, answers } = series;
  const isAccuracy = columns.map((name) => /accuracy/i.test(name));
  return {
    file: series.file,
    steps: rows.length,
    columns: columns.flatMap((name, index) =>
      isAccuracy[index] === true ? [name, `${name}, corrected`] : [name],
    ),
    rows: spread(rows).map(({ step, values }) => ({
      step,
      values: columns.flatMap((_, index) => {
        const value = numberAt(values, index);
        return isAccuracy[index] === true
          ? [value, value === null ? null : correctedAccuracy(value)]
          : [value];
      }),
    })),
    accuracies: columns.flatMap((name, index) => {
      if (isAccuracy[index] !== true) return [];
      const last = rows.findLast(({ values }) => numberAt(values, index) !== null);
      const reported = last === undefined ? null : numberAt(last.values, index);
      const corrected = reported === null ? null : correctedAccuracy(reported);
      return [{ name, step: last?.step ?? null, reported, corrected }];
    }),
    answers: answers ?? null,
    chance: answers === undefined ? null : guessingAccuracy(answers),
  };
}

function isSeries(value: unknown): value is FineTuneSeries {
  if (typeof value !== 'object' || value === null) return false;
  const { columns, rows } = value as Partial<Record<keyof FineTuneSeries, unknown>>;
  return Array.isArray(columns) && Array.isArray(rows);
}

function numberAt(values: readonly unknown[], index: number): number | null {
  const value = values[index];
  return typeof value === 'number' ? value : null;
}

/** Evenly, first and last included. */
function spread<T>(items: readonly T[]): readonly T[] {
  if (items.length <= SHOWN) return items;
  const every = (items.length - 1) / (SHOWN - 1);
  return Array.from({ length: SHOWN }, (_, index) => items[Math.round(index * every)]).filter(
    (item) => item !== undefined,
  );
}
