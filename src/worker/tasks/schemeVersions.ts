import { schemeUse, type SchemeUse } from '../../storage/labels/schemeUse.ts';
import { breather } from '../queues/breather.ts';
import type { TaskContext } from '../task.ts';

/**
 * Every version of a label scheme that labels here name, with how many stand under it.
 *
 * @throws AuditError `cancelled`
 */
export async function schemeVersions(
  _params: null,
  { database, signal }: Pick<TaskContext, 'database' | 'signal'>,
): Promise<readonly SchemeUse[]> {
  return schemeUse((await database()).db, breather(signal));
}
