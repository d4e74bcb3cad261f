/** What this thread remembers of shared folders; the database gets it only now and then. */
import type { Hash } from 'node:crypto';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { createWriteTransaction } from '../../storage/storeWrites.ts';
import { databaseId, readState, writeState, type SharingState } from './sharingState.ts';

/** Hash of a file's whole lines, to go on with. */
export interface KnownHash {
  readonly readBytes: number;
  readonly hash: Hash;
}

/**
 * One database and one folder. Every commit of the worker makes windows look for changes, so that own labels, of which
 * there is one every few seconds, leave what is stored as it was: what follows it in a file is then read once more, by the
 * next session, and is found to be here.
 */
export class FolderMemory {
  readonly hashes = new Map<string, KnownHash>();
  readonly databaseId: string;
  state: SharingState;
  readonly #database: AuditDatabase;

  constructor(database: AuditDatabase, folder: string) {
    this.#database = database;
    this.databaseId = createWriteTransaction(database)(() => databaseId(database.db));
    this.state = readState(database.db, folder);
  }

  store(): void {
    const { db } = this.#database;
    createWriteTransaction(this.#database)(() => {
      // Another window may write for an annotator that this one has never met.
      const { own } = readState(db, this.state.folder);
      this.state = { ...this.state, own: { ...own, ...this.state.own } };
      writeState(db, this.state);
    });
  }
}

let last: { readonly database: AuditDatabase; readonly memory: FolderMemory } | undefined;

/** The memory of the folder shared last; read anew when the folder or the database is another. */
export function memoryOf(database: AuditDatabase, folder: string, isFirst: boolean): FolderMemory {
  if (!isFirst && last?.database === database && last.memory.state.folder === folder) return last.memory;
  const memory = new FolderMemory(database, folder);
  last = { database, memory };
  return memory;
}
