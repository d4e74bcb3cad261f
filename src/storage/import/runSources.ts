import { basename } from 'node:path';
import type { ImportedSource } from '../../core/imported.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** `source_file.role` of a file that a folder's importer named. */
const FILE_ROLE = 'file';

interface CountedRow {
  readonly id: number;
  readonly kept: number;
  readonly rejected: number;
}

/** The files of a run while it is written: which one rows come from, and how many came from each. In a transaction. */
export class RunSources {
  readonly #runId: number;
  readonly #mainId: number;
  readonly #find;
  readonly #insert;
  readonly #count;
  readonly #complete;
  readonly #reject;
  readonly #counted;
  #current: { id: number; kept: number; rejected: number; row: number | null };

  constructor(db: SqliteConnection, runId: number, mainId: number) {
    this.#runId = runId;
    this.#mainId = mainId;
    this.#find = db.prepare<[number, string], CountedRow>(
      `SELECT id, rows_kept AS kept, rows_rejected AS rejected FROM source_file WHERE run_id = ? AND path = ?
       ORDER BY id LIMIT 1`,
    );
    this.#counted = db.prepare<[number], CountedRow>(
      'SELECT id, rows_kept AS kept, rows_rejected AS rejected FROM source_file WHERE id = ?',
    );
    this.#insert = db.prepare(
      `INSERT INTO source_file (run_id, path, name, size_bytes, sha256, importer, importer_version, imported_at, role)
       SELECT run_id, @path, @name, @sizeBytes, @sha256, importer, importer_version, @now, @role FROM source_file
       WHERE id = @mainId`,
    );
    this.#count = db.prepare<[number, number, number | null, number]>(
      'UPDATE source_file SET rows_kept = ?, rows_rejected = ?, rows_read = coalesce(?, rows_read) WHERE id = ?',
    );
    this.#reject = db.prepare<[number, number]>(
      'UPDATE source_file SET rows_rejected = rows_rejected + ? WHERE id = ?',
    );
    this.#complete = db.prepare(
      `UPDATE source_file SET size_bytes = @sizeBytes, sha256 = @sha256, bytes_read = @sizeBytes,
         prefix_sha256 = nullif(@sha256, '') WHERE id = @id`,
    );
    this.#current = { ...this.#rowOf(mainId), row: null };
  }

  /** The file that rows come from now. */
  get currentId(): number {
    return this.#current.id;
  }

  get hasRows(): boolean {
    return this.#current.kept > 0;
  }

  /** What follows comes from this file, which gets a row unless it has one. */
  start(source: ImportedSource): void {
    this.flush();
    const known = this.#find.get(this.#runId, source.path);
    this.#current = { ...(known ?? this.#rowOf(this.#add(source))), row: null };
  }

  /** Counts a row that is stored; a negative number takes back what is to be stored anew. */
  kept(row: number | null, n = 1): void {
    this.#current.kept += n;
    this.#current.row = row;
  }

  /** The file that a problem is told of: the main one for what is said of no row in particular. */
  fileOf(row: number): number {
    return row === 0 ? this.#mainId : this.#current.id;
  }

  /** Counts rows of a file that were not kept; negative to take back what is to be counted anew. */
  rejected(fileId: number, n = 1): void {
    if (fileId === this.#current.id) this.#current.rejected = Math.max(0, this.#current.rejected + n);
    else this.#reject.run(n, fileId);
  }

  /** All of the file is stored: an import that goes on passes over it. */
  complete({ sizeBytes, sha256 }: Pick<ImportedSource, 'sizeBytes' | 'sha256'>): void {
    this.#complete.run({ sizeBytes, sha256, id: this.#current.id });
  }

  /** To be called last in each transaction. */
  flush(): void {
    const { id, kept, rejected, row } = this.#current;
    this.#count.run(kept, rejected, row, id);
  }

  #add({ path, sizeBytes, sha256 }: ImportedSource): number {
    const { lastInsertRowid } = this.#insert.run({
      path,
      name: basename(path),
      sizeBytes,
      sha256,
      now: new Date().toISOString(),
      role: FILE_ROLE,
      mainId: this.#mainId,
    });
    return Number(lastInsertRowid);
  }

  #rowOf(id: number): CountedRow {
    return this.#counted.get(id) ?? { id, kept: 0, rejected: 0 };
  }
}
