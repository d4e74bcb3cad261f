import { HUMAN_VERDICTS } from '../../core/effectiveLabel.ts';
import type { LeafQuery } from '../../core/ports.ts';
import { JUDGE_VERDICTS } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** A transcript's place in its leaf. */
export interface LeafPlace {
  readonly id: number;
  readonly leafSeq: number;
}

type Statement = ReturnType<typeof prepareRange>;

const prepareRange = (db: SqliteConnection, order: 'ASC' | 'DESC') =>
  db.prepare<[number, number, number, number, number], LeafPlace>(
    `SELECT id, leaf_seq AS leafSeq FROM transcript
     WHERE arm_id = ? AND probe_id = ? AND leaf_seq BETWEEN ? AND ? ORDER BY leaf_seq ${order} LIMIT ?`,
  );

const prepareCell = (db: SqliteConnection, order: 'ASC' | 'DESC') =>
  db.prepare<[number, number, string, string, number, number, number], LeafPlace>(
    `SELECT id, leaf_seq AS leafSeq FROM transcript
     WHERE arm_id = ? AND probe_id = ? AND judge_verdict = ? AND human_verdict = ? AND leaf_seq BETWEEN ? AND ?
     ORDER BY leaf_seq ${order} LIMIT ?`,
  );

/**
 * Places of a leaf in order, answered from indexes alone. With a verdict filter, each pair of verdicts is a range of
 * `transcript_by_verdict`; the (at most 36) ranges are merged here, which SQLite would do by sorting all they hold.
 */
export class LeafOrder {
  readonly #ascending: Statement;
  readonly #descending: Statement;
  readonly #cellAscending;
  readonly #cellDescending;

  constructor(db: SqliteConnection) {
    this.#ascending = prepareRange(db, 'ASC');
    this.#descending = prepareRange(db, 'DESC');
    this.#cellAscending = prepareCell(db, 'ASC');
    this.#cellDescending = prepareCell(db, 'DESC');
  }

  places(query: LeafQuery): readonly LeafPlace[] {
    const { armId, probeId, judgeVerdicts, humanVerdicts, descending = false, limit } = query;
    const from = query.from ?? 1;
    const to = query.to ?? Number.MAX_SAFE_INTEGER;
    if (judgeVerdicts === undefined && humanVerdicts === undefined) {
      return (descending ? this.#descending : this.#ascending).all(armId, probeId, from, to, limit);
    }
    const cell = descending ? this.#cellDescending : this.#cellAscending;
    const found: LeafPlace[] = [];
    for (const judge of new Set(judgeVerdicts ?? JUDGE_VERDICTS)) {
      for (const human of new Set(humanVerdicts ?? HUMAN_VERDICTS)) {
        found.push(...cell.all(armId, probeId, judge, human, from, to, limit));
      }
    }
    found.sort((a, b) => (descending ? b.leafSeq - a.leafSeq : a.leafSeq - b.leafSeq));
    return found.slice(0, limit);
  }

  /** All places of the query one after the other, in growing pages; its `limit` is ignored. */
  *each(query: LeafQuery): Generator<LeafPlace> {
    let { from = 1, to = Number.MAX_SAFE_INTEGER } = query;
    for (let limit = 32; ; limit = Math.min(limit * 2, 1024)) {
      const page = this.places({ ...query, from, to, limit });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < limit) return;
      if (query.descending === true) to = last.leafSeq - 1;
      else from = last.leafSeq + 1;
    }
  }
}
