import type { SqliteConnection } from '../loadSqlite.ts';

const PAGE = 1000;

interface StoredRow {
  readonly id: number;
  readonly hash: Buffer;
  readonly probe: string;
}

/** What passing over one transcript told. */
export type Passed = 'stored' | 'new' | 'differs';

/**
 * The transcripts that are stored of one file, in the order in which they were: an import that goes on reads the file
 * from its beginning and passes over them one by one, as long as they are the same.
 */
export class StoredSequence {
  readonly #page: (after: number) => readonly StoredRow[];
  #rows: readonly StoredRow[] = [];
  #at = 0;
  #last = 0;
  #isOver = false;

  /** Up to which row of the file everything is stored for certain (the last transcript's may be there in part); -1 for nothing. */
  readonly wholeRows: number;
  /** The transcripts with ids above this one are to be stored anew: theirs is a row that was cut off. */
  readonly keptUpTo: number | undefined;

  /** @param isCut whether the file ended within a row when it was read */
  constructor(db: SqliteConnection, runId: number, sourceFileId: number, isCut = false) {
    const page = db.prepare<[number, number, number, number], StoredRow>(
      `SELECT t.id, t.content_hash AS hash, p.name AS probe FROM transcript t JOIN probe p ON p.id = t.probe_id
       WHERE t.run_id = ? AND t.id > ? AND t.source_file_id = ? AND t.id <= ? ORDER BY t.id LIMIT ${PAGE}`,
    );
    this.#page = (after) => page.all(runId, after, sourceFileId, this.keptUpTo ?? Number.MAX_SAFE_INTEGER);
    const last = db
      .prepare<[number, number], number>(
        'SELECT source_row FROM transcript WHERE run_id = ? AND source_file_id = ? ORDER BY id DESC LIMIT 1',
      )
      .pluck()
      .get(runId, sourceFileId);
    this.wholeRows = last === undefined ? -1 : last - 1;
    if (!isCut || last === undefined) return;
    this.keptUpTo =
      db
        .prepare<[number, number, number], number>(
          `SELECT id FROM transcript WHERE run_id = ? AND source_file_id = ? AND source_row <> ?
           ORDER BY id DESC LIMIT 1`,
        )
        .pluck()
        .get(runId, sourceFileId, last) ?? 0;
  }

  /** True when everything stored was passed over. */
  get isOver(): boolean {
    return this.#next() === undefined;
  }

  /**
   * The next transcript of the file; `new` once all stored ones have been passed over. One that would belong to another
   * probe differs as well: how a file is parted into probes is told by its beginning, which grows with a short file.
   */
  pass(hash: Buffer, probe: string): Passed {
    const stored = this.#next();
    if (stored === undefined) return 'new';
    if (!stored.hash.equals(hash) || stored.probe !== probe) return 'differs';
    this.#at += 1;
    return 'stored';
  }

  #next(): StoredRow | undefined {
    if (this.#at >= this.#rows.length && !this.#isOver) {
      this.#rows = this.#page(this.#last);
      this.#at = 0;
      this.#last = this.#rows.at(-1)?.id ?? this.#last;
      this.#isOver = this.#rows.length === 0;
    }
    return this.#rows[this.#at];
  }
}
