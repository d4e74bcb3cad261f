import type { RunFact } from '../../core/imported.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** Stores what files say of their run. To be called in a transaction. */
export class FactInserter {
  readonly #runId: number;
  readonly #said = new Set<string>();
  readonly #remove;
  readonly #insert;

  constructor(db: SqliteConnection, runId: number) {
    this.#runId = runId;
    this.#remove = db.prepare<[number, string, number]>(
      'DELETE FROM run_fact WHERE run_id = ? AND name = ? AND source_file_id = ?',
    );
    this.#insert = db.prepare<[number, number, string, string]>(
      'INSERT INTO run_fact (run_id, source_file_id, name, value) VALUES (?, ?, ?, ?)',
    );
  }

  /** What the file says now takes the place of what it said at an earlier reading. */
  insert(sourceFileId: number, { name, value }: RunFact): void {
    const id = `${sourceFileId} ${name}`;
    if (!this.#said.has(id)) {
      this.#said.add(id);
      this.#remove.run(this.#runId, name, sourceFileId);
    }
    const json = JSON.stringify(value) as string | undefined;
    this.#insert.run(this.#runId, sourceFileId, name, json ?? 'null');
  }
}
