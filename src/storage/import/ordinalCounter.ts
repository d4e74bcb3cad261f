import type { SqliteConnection } from '../loadSqlite.ts';

/**
 * Numbers equal texts of one source file in source order, from 0, in little memory: a text not seen before is told by 52
 * bits of its hash; only repeated ones (and the rare two that share those bits) are looked up and then remembered.
 */
export class OrdinalCounter {
  readonly #seen = new Set<number>();
  readonly #next = new Map<string, number>();
  readonly #stored;

  constructor(db: SqliteConnection) {
    this.#stored = db
      .prepare<[Buffer, number], number>(
        'SELECT count(*) FROM transcript WHERE content_hash = ? AND source_file_id = ?',
      )
      .pluck();
  }

  /**
   * The ordinal of the next text with that hash (16 bytes) in the file; to be called in source order, when everything
   * before it is stored.
   */
  next(hash: Buffer, sourceFileId: number): number {
    const print = hash.readUIntBE(0, 6) * 16 + ((hash[6] ?? 0) >> 4);
    if (!this.#seen.has(print)) {
      this.#seen.add(print);
      return 0;
    }
    const name = hash.toString('latin1');
    const ordinal = this.#next.get(name) ?? this.#stored.get(hash, sourceFileId) ?? 0;
    this.#next.set(name, ordinal + 1);
    return ordinal;
  }
}
