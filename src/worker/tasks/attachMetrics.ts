import { AuditError } from '../../core/errors.ts';
import type { FineTuneSeries } from '../../core/fineTuneSeries.ts';
import { readFineTuneMetrics } from '../../importers/fineTuneMetrics.ts';
import { attachFact } from '../../storage/attachedFacts.ts';
import type { TaskContext } from '../task.ts';

/** Steps kept of a series; longer ones are thinned out, first and last step included. */
const MOST_STEPS = 20_000;

export interface AttachMetricsParams {
  readonly runId: number;
  readonly path: string;
  /** How many answers a guesser would choose among; at least 2. */
  readonly answers?: number;
}

export interface AttachedMetrics {
  readonly steps: number;
  readonly columns: readonly string[];
}

/**
 * Reads a fine-tuning job's metrics and keeps them with the run; those attached before are replaced.
 *
 * @throws AuditError `not-recognised`, `bad-input`, `not-found`, `read-only`, and what reading the file throws
 */
export async function attachMetrics(
  { runId, path, answers }: AttachMetricsParams,
  context: TaskContext,
): Promise<AttachedMetrics> {
  const database = await context.database();
  if (database.readOnlyReason !== '') throw new AuditError('read-only', database.readOnlyReason);
  const series = thinned(await readFineTuneMetrics(path, context.signal));
  const value: FineTuneSeries = answers === undefined ? series : { ...series, answers };
  attachFact(database, runId, { name: 'fineTuneMetrics', value }, context.yieldFlag);
  return { steps: series.rows.length, columns: series.columns };
}

function thinned(series: FineTuneSeries): FineTuneSeries {
  const { rows } = series;
  if (rows.length <= MOST_STEPS) return series;
  const every = (rows.length - 1) / (MOST_STEPS - 1);
  const kept = Array.from({ length: MOST_STEPS }, (_, index) => rows[Math.round(index * every)]);
  return { ...series, rows: kept.filter((row) => row !== undefined) };
}
