/** One window at a time writes to the shared files of a database. */
import { loadSqlite } from '../../storage/loadSqlite.ts';

/**
 * Takes the lock, which the operating system gives back when this process ends, however it ends. It is a lock of SQLite's
 * on an empty file beside the database, since leases in the database itself would make every window look for changes.
 *
 * @returns what gives it back; undefined while another window has it
 */
export async function takeSharingLock(databasePath: string): Promise<(() => void) | undefined> {
  const Sqlite = await loadSqlite();
  let lock: InstanceType<typeof Sqlite>;
  try {
    lock = new Sqlite(`${databasePath}.sharing`, { timeout: 0 });
  } catch {
    // Nowhere to put it: two windows may then write a label twice, which is the same label once.
    return () => undefined;
  }
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (error) {
    lock.close();
    if ((error as { readonly code?: unknown }).code === 'SQLITE_BUSY') return undefined;
    return () => undefined;
  }
}
