import type { AuditStore } from '../core/ports.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { createFindingStore } from './findings/findingStore.ts';
import { createLabelStore } from './labels/labelStore.ts';
import { createQueueStore } from './queues/queueStore.ts';
import { createBranchQueries } from './queries/branchQueries.ts';
import { createLaunchQueries } from './queries/launchQueries.ts';
import { createRunStore } from './queries/runStore.ts';
import { createSettingStore } from './queries/settingStore.ts';
import { createTranscriptQueries } from './queries/transcriptQueries.ts';
import { storageError } from './storageErrors.ts';
import { createWriteTransaction } from './storeWrites.ts';

/**
 * The store over an open database. Every statement is prepared once, here; every write is one IMMEDIATE transaction that
 * is on disk (`synchronous=FULL`) when the method returns, and undone when it throws.
 */
export function createAuditStore(database: AuditDatabase): AuditStore {
  // The label's promise doesn't depend on who opened the connection.
  database.db.pragma('synchronous = FULL');
  const write = createWriteTransaction(database);
  const store: AuditStore = {
    path: database.path,
    readOnlyReason: database.readOnlyReason,
    ...createTranscriptQueries(database),
    ...createLabelStore(database, write),
    ...createRunStore(database, write),
    ...createBranchQueries(database),
    ...createFindingStore(database, write),
    ...createQueueStore(database, write),
    ...createLaunchQueries(database, write),
    ...createSettingStore(database, write),
    close: () => database.close(),
  };
  return withUserErrors(store, database.path);
}

/** The same object, whose methods throw errors that a user can act on instead of SQLite's. */
function withUserErrors<T extends object>(store: T, path: string): T {
  const entries = Object.entries(store).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, member];
    const guarded = (...args: unknown[]): unknown => {
      try {
        return Reflect.apply(member, store, args) as unknown;
      } catch (error) {
        throw storageError(error, path);
      }
    };
    return [name, guarded];
  });
  return Object.fromEntries(entries) as T;
}
