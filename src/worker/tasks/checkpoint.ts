import { checkpoint as storageCheckpoint } from '../../storage/auditDatabase.ts';
import type { TaskContext } from '../task.ts';

/** Moves the write-ahead log into the database file; the host leaves this to the worker, since it can take a while. */
export async function checkpoint(_params: null, context: TaskContext): Promise<null> {
  storageCheckpoint(await context.database());
  return null;
}
