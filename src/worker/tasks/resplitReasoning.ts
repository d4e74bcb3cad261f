import { rereadParts } from '../../importers/rereadTurn.ts';
import { resplitReasoning as resplit } from '../../storage/resplitReasoning.ts';
import type { TaskContext } from '../task.ts';

export interface ResplitParams {
  readonly runIds: readonly number[];
}

/**
 * Tells reasoning from answers anew, as an import would today; recorded texts and labels stay. Progress counts
 * transcripts.
 *
 * @returns the number of transcripts that changed
 */
export async function resplitReasoning(
  { runIds }: ResplitParams,
  context: TaskContext<number>,
): Promise<number> {
  const { yieldFlag, signal, progress } = context;
  return resplit(await context.database(), runIds, rereadParts, { yieldFlag, signal, onProgress: progress });
}
