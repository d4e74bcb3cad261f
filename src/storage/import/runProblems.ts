import type { ImportProblem } from '../../core/imported.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** More problems of one run than this are counted but not kept. */
const KEPT_PROBLEMS = 10_000;
const EXCERPT_LENGTH = 500;

/** What couldn't be read of a run's files. To be called in a transaction. */
export class RunProblems {
  readonly #insert;
  readonly #errorsAfter;
  readonly #removeAfter;
  readonly #isThere;
  #kept = 0;

  constructor(db: SqliteConnection) {
    this.#insert = db.prepare<[number, number, number, string, string, string]>(
      'INSERT INTO import_problem (source_file_id, row, line, severity, reason, excerpt) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#errorsAfter = db
      .prepare<[number, number], number>(
        `SELECT count(*) FROM import_problem WHERE source_file_id = ? AND (row > ? OR row = 0) AND severity = 'error'`,
      )
      .pluck();
    this.#removeAfter = db.prepare<[number, number]>(
      'DELETE FROM import_problem WHERE source_file_id = ? AND (row > ? OR row = 0)',
    );
    this.#isThere = db
      .prepare<[number, string], number>(
        'SELECT 1 FROM import_problem WHERE source_file_id = ? AND reason = ? LIMIT 1',
      )
      .pluck();
  }

  add(sourceFileId: number, { row, line, severity, reason, excerpt }: ImportProblem): void {
    this.#kept += 1;
    if (this.#kept > KEPT_PROBLEMS) return;
    this.#insert.run(sourceFileId, row, line, severity, reason, excerpt.slice(0, EXCERPT_LENGTH));
  }

  /** Adds a problem of the whole file, once however often the file is looked at. */
  addOnce(sourceFileId: number, problem: ImportProblem): void {
    if (this.#isThere.get(sourceFileId, problem.reason) !== 1) this.add(sourceFileId, problem);
  }

  /**
   * Removes the problems of all rows after one, which are about to be read again, and those of no row.
   *
   * @returns how many of them were errors
   */
  removeAfter(sourceFileId: number, row: number): number {
    const errors = this.#errorsAfter.get(sourceFileId, row) ?? 0;
    this.#removeAfter.run(sourceFileId, row);
    return errors;
  }
}
