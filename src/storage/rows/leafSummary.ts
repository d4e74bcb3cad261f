import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** Where a transcript is counted. */
export interface LeafCell {
  readonly armId: number;
  readonly probeId: number;
  readonly judgeVerdict: JudgeVerdict;
  readonly humanVerdict: HumanVerdict;
}

/** Keeps the counts behind the tree in step; to be called in the transaction that changes the transcripts. */
export class LeafSummary {
  readonly #add;
  readonly #drop;

  constructor(db: SqliteConnection) {
    this.#add = db.prepare<[number, number, string, string, number]>(
      `INSERT INTO leaf_summary (arm_id, probe_id, judge_verdict, human_verdict, n) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET n = n + excluded.n`,
    );
    this.#drop = db.prepare<[number, number, string, string]>(
      `DELETE FROM leaf_summary
       WHERE arm_id = ? AND probe_id = ? AND judge_verdict = ? AND human_verdict = ? AND n = 0`,
    );
  }

  /** Adds `n` (negative to take away) to a cell; empty cells have no row. */
  add({ armId, probeId, judgeVerdict, humanVerdict }: LeafCell, n: number): void {
    this.#add.run(armId, probeId, judgeVerdict, humanVerdict, n);
    if (n < 0) this.#drop.run(armId, probeId, judgeVerdict, humanVerdict);
  }

  /** One transcript goes from one cell to another. */
  move(from: LeafCell, to: LeafCell): void {
    this.add(from, -1);
    this.add(to, 1);
  }
}
