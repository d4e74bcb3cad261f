import { purgeRuns } from '../../storage/purgeRuns.ts';
import type { TaskContext } from '../task.ts';

/** Removes runs for good; labels stay. */
export async function purge(
  { runIds }: { readonly runIds: readonly number[] },
  context: TaskContext,
): Promise<null> {
  await purgeRuns(await context.database(), runIds, { yieldFlag: context.yieldFlag, signal: context.signal });
  return null;
}
