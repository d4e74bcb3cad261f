import { open, stat } from 'node:fs/promises';
import { AuditError } from '../core/errors.ts';
import type { SqliteConnection, SqliteConstructor } from './loadSqlite.ts';
import { corruptError, sqliteCode, storageError } from './storageErrors.ts';

/** Marks the file as ours in SQLite's header ("TAUD"). */
export const APPLICATION_ID = 0x54415544;

/** What is at a path, found out without touching it. */
export type DatabaseState =
  | { readonly kind: 'absent' }
  /** No bytes, or a database without a single table. */
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'ours';
      /** 0 when it can't be told in place. */
      readonly version: number;
      /** True when a write-ahead log with content lies beside it: another window has it open, or one was killed. */
      readonly pendingWal: boolean;
    };

/** The file header and the header of the first page's tree. */
const HEADER_BYTES = 108;

/** How long the look into small tables may take, in milliseconds: it runs on the extension host's thread. */
const PROBE_BUDGET_MS = 15;
const PROBED_TABLES = ['meta', 'study', 'run', 'arm', 'source_file', 'verdict_rule', 'label_scheme'];

/**
 * Looks at a file before it is opened for writing: header, owner, version, and a cheap probe of the small tables (never a
 * full scan).
 *
 * @param newest the highest version this build knows
 * @throws AuditError `database-newer` or `database-corrupt` (also for another program's file); the file is as it was
 */
export async function inspectDatabase(
  sqlite: SqliteConstructor,
  path: string,
  newest: number,
): Promise<DatabaseState> {
  const size = await fileSize(path);
  if (size === undefined) return { kind: 'absent' };
  const pendingWal = ((await fileSize(`${path}-wal`)) ?? 0) > 0;
  const pendingJournal = ((await fileSize(`${path}-journal`)) ?? 0) > 0;
  if (size === 0) return { kind: 'empty' };
  const header = await checkHeader(path, size, pendingWal || pendingJournal);
  // A hot rollback journal can only be resolved by a connection that may write.
  if (pendingJournal) return { kind: 'empty' };
  // Nothing is pending, so the header says it all; SQLite itself would leave a log behind by looking.
  if (!pendingWal) return ownerByHeader(header, path, newest);
  const db = connectReadOnly(sqlite, path);
  try {
    const state = ownerOf(db, path, newest);
    return state.kind === 'ours' ? { ...state, pendingWal } : state;
  } catch (error) {
    // A log on a read-only disk can't be read in place; whoever opens a copy looks there.
    if (/^SQLITE_(CANTOPEN|READONLY)/.test(sqliteCode(error))) {
      return { kind: 'ours', version: 0, pendingWal };
    }
    throw storageError(error, path);
  } finally {
    db.close();
  }
}

/** Whose database it is by the first page alone. Offsets: sqlite.org/fileformat2.html, sections 1.3 and 1.6. */
function ownerByHeader(page: Buffer, path: string, newest: number): DatabaseState {
  const version = page.readUInt32BE(60);
  const owner = page.readUInt32BE(68);
  // The schema table's root is a leaf with as many cells as there are tables, until it outgrows the page.
  const isEmpty = page[100] === 0x0d && page.readUInt16BE(103) === 0;
  if (isEmpty && (owner === 0 || owner === APPLICATION_ID)) return { kind: 'empty' };
  if (owner !== APPLICATION_ID) throw corruptError(path, 'it is an SQLite database of another program');
  if (version > newest) throw newerError(path, version, newest);
  return { kind: 'ours', version, pendingWal: false };
}

async function fileSize(path: string): Promise<number | undefined> {
  try {
    const info = await stat(path);
    if (info.isFile()) return info.size;
    throw new AuditError('bad-input', `${path} is not a file.`, 'Choose another place for the database.');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw storageError(error, path);
  }
}

/** SQLite's header: magic text, page size, and as many pages as it claims. Source: sqlite.org/fileformat2.html. */
async function checkHeader(path: string, size: number, pending: boolean): Promise<Buffer> {
  const header = Buffer.alloc(HEADER_BYTES);
  let file;
  try {
    file = await open(path, 'r');
    await file.read(header, 0, HEADER_BYTES, 0);
  } catch (error) {
    throw storageError(error, path);
  } finally {
    await file?.close();
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw corruptError(path, 'it is not an SQLite file');
  }
  const stored = header.readUInt16BE(16);
  const pageSize = stored === 1 ? 65536 : stored;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || header[18]! > 2 || header[19]! > 2) {
    throw corruptError(path, 'its header is damaged');
  }
  const countIsCurrent = header.readUInt32BE(24) === header.readUInt32BE(92);
  if (!pending && countIsCurrent && header.readUInt32BE(28) * pageSize > size) {
    throw corruptError(path, 'it is cut off');
  }
  return header;
}

/** Opens a file for reading. */
export function connectReadOnly(sqlite: SqliteConstructor, path: string): SqliteConnection {
  return new sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
}

/**
 * Whose database an open connection sees, and whether it holds together as far as a cheap look tells.
 *
 * @throws AuditError `database-newer` or `database-corrupt`
 */
export function ownerOf(db: SqliteConnection, path: string, newest: number): DatabaseState {
  const version = db.pragma('user_version', { simple: true }) as number;
  const owner = db.pragma('application_id', { simple: true }) as number;
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_master').pluck().get() ?? 0;
  if (tables === 0 && (owner === 0 || owner === APPLICATION_ID)) return { kind: 'empty' };
  if (owner !== APPLICATION_ID) {
    throw corruptError(path, 'it is an SQLite database of another program');
  }
  if (version > newest) throw newerError(path, version, newest);
  if (version === newest) probe(db, path);
  return { kind: 'ours', version, pendingWal: false };
}

export function newerError(path: string, version: number, newest: number): AuditError {
  return new AuditError(
    'database-newer',
    `${path} was written by a newer version of this extension (schema ${version}; this one knows ${newest}).`,
    'It was left as it is. Update the extension, or choose another database.',
  );
}

function probe(db: SqliteConnection, path: string): void {
  const end = performance.now() + PROBE_BUDGET_MS;
  for (const table of PROBED_TABLES) {
    if (performance.now() > end) return;
    let answer: unknown;
    try {
      answer = db.pragma(`quick_check('${table}')`, { simple: true });
    } catch (error) {
      if (/^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(sqliteCode(error))) {
        throw corruptError(path, `table ${table} is damaged`, error);
      }
      throw error;
    }
    if (answer !== 'ok') throw corruptError(path, String(answer));
  }
}
