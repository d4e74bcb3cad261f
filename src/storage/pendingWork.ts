import { createLeaseOwner, isOwnerGone } from './queries/leases.ts';
import type { SqliteConnection } from './loadSqlite.ts';

/** What this thread is at; the same names stand in the database. */
const underWay = new Set<string>();

/**
 * Names the runs that a long operation has begun with, in the database, so that the work of a killed window is taken up by
 * the next one, and the work of a living one is left alone.
 */
export class PendingWork {
  readonly #prefix: string;
  readonly #set;
  readonly #owner;
  readonly #remove;
  readonly #all;

  /** @param prefix names the kind of work; ends in a colon */
  constructor(db: SqliteConnection, prefix: string) {
    this.#prefix = prefix;
    this.#set = db.prepare<[string, string]>(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    this.#owner = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
    this.#remove = db.prepare<[string]>('DELETE FROM meta WHERE key = ?');
    this.#all = db.prepare<[string], { readonly key: string; readonly value: string }>(
      'SELECT key, value FROM meta WHERE key GLOB ? ORDER BY key',
    );
  }

  /** Marks a run as being worked on, also when somebody else had begun; `leave` it in the end. In a transaction. */
  begin(runId: number): string {
    const owner = createLeaseOwner();
    this.#set.run(this.#prefix + runId, owner);
    underWay.add(owner);
    return owner;
  }

  /** Whether a living window, or this one, is at it. */
  isUnderWay(runId: number): boolean {
    const owner = this.#owner.get(this.#prefix + runId);
    return owner !== undefined && (underWay.has(owner) || !isOwnerGone(owner));
  }

  /** False once another operation of this kind took the run over. */
  isOurs(runId: number, owner: string): boolean {
    return this.#owner.get(this.#prefix + runId) === owner;
  }

  /** The work is done. In a transaction. */
  settle(runId: number): void {
    this.#remove.run(this.#prefix + runId);
  }

  /** Nobody here is at it any more; what isn't settled waits for whoever opens the database next. */
  leave(owner: string): void {
    underWay.delete(owner);
  }

  /** The runs whose work nobody is at. That of another machine counts, since it can't be asked. */
  abandoned(): readonly number[] {
    return this.#all
      .all(`${this.#prefix}*`)
      .filter(({ value }) => !underWay.has(value) && isOwnerGone(value))
      .map(({ key }) => Number(key.slice(this.#prefix.length)));
  }
}
