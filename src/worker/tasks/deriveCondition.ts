import { conditionDeriver, type ConditionPattern } from '../../core/conditionPattern.ts';
import { deriveCondition as derive } from '../../storage/deriveCondition.ts';
import type { TaskContext } from '../task.ts';

export interface DeriveConditionParams extends ConditionPattern {
  readonly runIds: readonly number[];
}

/**
 * Gives the runs' transcripts conditions read from their texts or metadata; labels stay. Progress counts transcripts.
 *
 * @returns the number of transcripts that changed condition
 */
export async function deriveCondition(
  { runIds, ...pattern }: DeriveConditionParams,
  context: TaskContext<number>,
): Promise<number> {
  const deriver = conditionDeriver(pattern);
  const { yieldFlag, signal, progress } = context;
  return derive(await context.database(), runIds, deriver, { yieldFlag, signal, onProgress: progress });
}
