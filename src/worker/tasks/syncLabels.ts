import { AuditError } from '../../core/errors.ts';
import { EventMerger } from '../../storage/labels/mergeEvents.ts';
import { takeSharingLock } from '../sharing/sharingLock.ts';
import { FolderSync, NOTHING_DONE, type SyncParams, type SyncResult } from '../sharing/syncFolder.ts';
import type { TaskContext } from '../task.ts';

/**
 * Brings the database and a shared folder in step: merges what is new in its label files, and adds the annotators' own
 * labels that are in none of them to their own files. Done again after whatever cut it off, it does the rest.
 *
 * @throws AuditError of the database's, `cancelled`; failures of the folder are in the result
 */
export async function syncLabels(
  params: SyncParams,
  { database, signal, yieldFlag }: Pick<TaskContext, 'database' | 'signal' | 'yieldFlag'>,
): Promise<SyncResult> {
  const opened = await database();
  if (opened.readOnlyReason !== '') throw new AuditError('read-only', opened.readOnlyReason);
  const release = await takeSharingLock(opened.openPath);
  if (release === undefined) return { ...NOTHING_DONE, isBusy: true };
  try {
    const merger = new EventMerger(opened, { yieldFlag });
    return await new FolderSync(opened, params, merger, signal).run();
  } catch (error) {
    if (signal.aborted) throw new AuditError('cancelled', 'Sharing was stopped.');
    throw error;
  } finally {
    opened.db.pragma('synchronous = NORMAL');
    release();
  }
}
