/** What is remembered of a shared folder, in the database itself, so that it goes where the labels go. */
import { randomUUID } from 'node:crypto';
import type { SqliteConnection } from '../../storage/loadSqlite.ts';

const STATE = 'shared-labels';
const DATABASE_ID = 'database-id';

/** A file as it was when it was last read. */
export interface KnownFile {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
  /** True when it was read so soon after its change that another change may bear the same time. */
  readonly isRacy: boolean;
  /** Up to the end of the last whole line, how many lines these are, and their SHA-256 (hexadecimal). */
  readonly readBytes: number;
  readonly readLines: number;
  readonly sha256: string;
  /** Label events are in it; false for other JSON Lines that lie in the folder. */
  readonly isLabels: boolean;
  /** Lines that could not be read, or the whole file. */
  readonly problems: number;
}

/** How far one annotator's labels are written. */
export interface OwnLabels {
  /** Rowid of the last label event that was looked at; -1 where that isn't known. */
  readonly lastEvent: number;
  /** Versions of the schemes that the file defines. */
  readonly schemes: readonly string[];
  /** Waves of the annotator’s queues that any file of the folder defines, as `waveName` names them. */
  readonly waves: readonly string[];
}

export interface SharingState {
  readonly version: 1;
  readonly folder: string;
  /** By name. */
  readonly files: Readonly<Record<string, KnownFile>>;
  /** By annotator: everybody whose labels this installation writes. */
  readonly own: Readonly<Record<string, OwnLabels>>;
}

/** What is remembered of this folder; nothing of another, or as another version wrote it. */
export function readState(db: SqliteConnection, folder: string): SharingState {
  const fresh: SharingState = { version: 1, folder, files: {}, own: {} };
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(STATE);
  if (text === undefined) return fresh;
  try {
    const known = JSON.parse(text) as Partial<SharingState> | null;
    return known?.version === 1 && known.folder === folder ? (known as SharingState) : fresh;
  } catch {
    return fresh;
  }
}

/** To be called in a transaction. */
export function writeState(db: SqliteConnection, state: SharingState): void {
  setMeta(db, STATE, JSON.stringify(state));
}

/** Names this database wherever its file is moved or copied to; to be called in a transaction. */
export function databaseId(db: SqliteConnection): string {
  const known = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(DATABASE_ID);
  if (known !== undefined) return known;
  const made = randomUUID();
  setMeta(db, DATABASE_ID, made);
  return made;
}

export function setMeta(db: SqliteConnection, key: string, value: string): void {
  db.prepare<[string, string]>(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(key, value);
}
