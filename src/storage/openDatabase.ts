import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AuditDatabase, configureReading, type DatabaseRole } from './auditDatabase.ts';
import { inspectDatabase, ownerOf } from './inspectDatabase.ts';
import { loadSqlite, type SqliteConnection, type SqliteConstructor } from './loadSqlite.ts';
import { createDatabaseFolder } from './location.ts';
import { migrate, newestVersion } from './migrate.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import { nothingThere, openReadOnly, readOnlyPlace } from './openReadOnly.ts';
import { isBusy, sqliteCode, storageError } from './storageErrors.ts';

export interface OpenOptions {
  readonly role: DatabaseRole;
  /** Asks for reading only, whatever the place allows. */
  readonly readonly?: boolean;
  /** The schema's steps; given by tests. */
  readonly migrations?: readonly Migration[];
  /** How long to keep trying while another window creates or migrates the file, in milliseconds; 5,000 by default. */
  readonly patienceMs?: number;
}

/**
 * Opens (creating or migrating it where needed) the database at `path`, with the settings of its role.
 *
 * Nothing is touched before the file is known to be ours and not newer. A place that can't be written is opened for
 * reading, with the reason in `readOnlyReason`.
 *
 * @throws AuditError `native-module`, `database-newer`, `database-corrupt` (also for another program's file),
 *   `database-busy`, `disk-full`, `read-only` (nothing there and nothing can be created), `bad-input` (a directory)
 */
export async function openDatabase(path: string, options: OpenOptions): Promise<AuditDatabase> {
  const sqlite = await loadSqlite();
  const end = performance.now() + (options.patienceMs ?? 5000);
  for (;;) {
    try {
      return await openOnce(sqlite, resolve(path), options);
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw storageError(error, path);
      await delay(20);
    }
  }
}

async function openOnce(
  sqlite: SqliteConstructor,
  path: string,
  { role, readonly, migrations = MIGRATIONS }: OpenOptions,
): Promise<AuditDatabase> {
  const newest = newestVersion(migrations);
  const state = await inspectDatabase(sqlite, path, newest);
  if (state.kind === 'absent' && readonly !== true) {
    await createDatabaseFolder(path);
  }
  const place =
    readonly === true
      ? { reason: 'It was opened for reading only.', mount: false }
      : await readOnlyPlace(path);
  if (place !== undefined) {
    if (state.kind !== 'ours') {
      throw nothingThere(path, place.reason);
    }
    return await openReadOnly(sqlite, { path, role, place, migrations, ...state });
  }
  const db = new sqlite(path, { timeout: role === 'host' ? 0 : 5000 });
  try {
    const outcome = await prepare(sqlite, db, path, role, migrations);
    return new AuditDatabase({ db, path, role, backup: outcome?.backup });
  } catch (error) {
    db.close();
    if (state.kind === 'ours' && /^SQLITE_(READONLY|CANTOPEN)/.test(sqliteCode(error))) {
      // The operating system said the place is writable, and it isn't (access lists, quotas, odd mounts).
      const reason = `${path} can’t be written.`;
      return await openReadOnly(sqlite, {
        path,
        role,
        place: { reason, mount: false },
        migrations,
        ...state,
      });
    }
    throw error;
  }
}

async function prepare(
  sqlite: SqliteConstructor,
  db: SqliteConnection,
  path: string,
  role: DatabaseRole,
  migrations: readonly Migration[],
): ReturnType<typeof migrate> {
  // A file that came into being since it was inspected may be somebody else's.
  ownerOf(db, path, newestVersion(migrations));
  db.pragma('journal_mode = WAL');
  // A new WAL file starts with FULL and a reopened one with NORMAL, so it is always said.
  db.pragma(`synchronous = ${role === 'host' ? 'FULL' : 'NORMAL'}`);
  configureReading(db, role);
  // Each checkpoint waits for the disk twice, and until it comes a label's own wait includes the log: 16 MB.
  db.pragma(`wal_autocheckpoint = ${role === 'host' ? 0 : 4000}`);
  db.pragma('journal_size_limit = 67108864');
  const outcome = await migrate(sqlite, db, path, migrations);
  db.pragma('foreign_keys = ON');
  return outcome;
}
