import { AuditError } from '../core/errors.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { newerError } from './inspectDatabase.ts';

/** Runs a function in one IMMEDIATE transaction. */
export type WriteTransaction = <T>(work: () => T) => T;

/**
 * The way every write of the store goes: refused with the reason where nothing can be written, and refused when a newer
 * version of the extension, in another window, has migrated the file meanwhile.
 */
export function createWriteTransaction(database: AuditDatabase): WriteTransaction {
  const { db, path, readOnlyReason } = database;
  const version = db.prepare<[], number>('PRAGMA user_version').pluck();
  const opened = version.get() ?? 0;
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  return (work) => {
    if (readOnlyReason !== '') {
      throw new AuditError(
        'read-only',
        readOnlyReason,
        'Nothing was saved. Choose another place for the database.',
      );
    }
    begin.run();
    try {
      const now = version.get() ?? 0;
      if (now !== opened) throw newerError(path, now, opened);
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (db.inTransaction) rollback.run();
      throw error;
    }
  };
}
