import { AuditError } from '../core/errors.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { newerError } from './inspectDatabase.ts';

/** Runs a function in one IMMEDIATE transaction. */
export type WriteTransaction = <T>(work: () => T) => T;

/**
 * The way every write goes: refused with the reason where nothing can be written, and refused when a newer version of
 * the extension, in another window, has migrated the file meanwhile.
 */
export class Transactions {
  readonly #database: AuditDatabase;
  readonly #version;
  readonly #begin;
  readonly #commit;
  readonly #rollback;

  constructor(database: AuditDatabase) {
    const { db } = database;
    this.#database = database;
    this.#version = db.prepare<[], number>('PRAGMA user_version').pluck();
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
  }

  begin(): void {
    const { readOnlyReason, path, schemaVersion } = this.#database;
    if (readOnlyReason !== '') {
      throw new AuditError(
        'read-only',
        readOnlyReason,
        'Nothing was saved. Choose another place for the database.',
      );
    }
    this.#begin.run();
    const now = this.#version.get() ?? 0;
    if (now === schemaVersion) return;
    this.rollback();
    throw newerError(path, now, schemaVersion);
  }

  commit(): void {
    this.#commit.run();
  }

  /** Also after SQLite rolled back by itself, as it does on a full disk. */
  rollback(): void {
    if (this.#database.db.inTransaction) this.#rollback.run();
  }
}

export function createWriteTransaction(database: AuditDatabase): WriteTransaction {
  const transactions = new Transactions(database);
  return (work) => {
    transactions.begin();
    try {
      const result = work();
      transactions.commit();
      return result;
    } catch (error) {
      transactions.rollback();
      throw error;
    }
  };
}
