import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditError, messageOf } from '../core/errors.ts';

/** Below this the disk counts as full when a write failed in a way that doesn't say why. */
const FULL_BELOW_BYTES = 1 << 20;

/** SQLite's extended result code of an error, for example `SQLITE_BUSY_SNAPSHOT`; empty when it is none. */
export function sqliteCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : '';
}

/** True when the write only failed because another connection was writing; trying again is all it needs. */
export function isBusy(error: unknown): boolean {
  if (error instanceof AuditError) return error.kind === 'database-busy';
  return /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(sqliteCode(error));
}

/** The error a user can act on for anything thrown by SQLite or the file system; others come back as they are. */
export function storageError(error: unknown, path: string): unknown {
  if (error instanceof AuditError) return error;
  const code = sqliteCode(error) || fileCode(error);
  const cause = { cause: error };
  if (isBusy(error)) {
    return new AuditError(
      'database-busy',
      'Another window or an import is writing to the database.',
      'Nothing was saved by this step; try again in a moment.',
      cause,
    );
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || failedOnFullDisk(code, path)) {
    return new AuditError(
      'disk-full',
      `The disk of ${path} is full.`,
      'This step was undone; everything saved before is kept. Free some space and try again.',
      cause,
    );
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return corruptError(path, messageOf(error), error);
  if (/^SQLITE_READONLY/.test(code) || ['EROFS', 'EACCES', 'EPERM'].includes(code)) {
    return new AuditError(
      'read-only',
      `${path} can’t be written.`,
      'Nothing was changed. Choose another place for the database, or make this one writable.',
      cause,
    );
  }
  if (code === 'SQLITE_TOOBIG') {
    return new AuditError('bad-input', 'A text is too long for the database.', 'It was not stored.', cause);
  }
  return error;
}

/** The file is ours no longer, or never was: refused without touching it. */
export function corruptError(path: string, detail: string, cause?: unknown): AuditError {
  return new AuditError(
    'database-corrupt',
    `${path} can’t be read as a database: ${detail}.`,
    'It was left as it is. Restore a backup from beside it, or start another database; label files can be imported there.',
    { cause },
  );
}

function fileCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A full disk also shows as a failed write or as a shared-memory file that can't grow. */
function failedOnFullDisk(code: string, path: string): boolean {
  if (!/^SQLITE_IOERR_(WRITE|SHMSIZE|SHMOPEN|SHMMAP|FSYNC|TRUNCATE)$|^SQLITE_CANTOPEN$/.test(code))
    return false;
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}
