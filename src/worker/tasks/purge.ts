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

/** Removes every run that was deleted; answers with how many there were. */
export async function purgeDeleted(_params: null, context: TaskContext): Promise<number> {
  const database = await context.database();
  const runIds = database.db
    .prepare<[], number>('SELECT id FROM run WHERE deleted_at IS NOT NULL ORDER BY id')
    .pluck()
    .all();
  await purgeRuns(database, runIds, { yieldFlag: context.yieldFlag, signal: context.signal });
  return runIds.length;
}
