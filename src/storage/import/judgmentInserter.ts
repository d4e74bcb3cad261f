import type { Judgment } from '../../core/judgment.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { valueToRow } from '../rows/judgmentRows.ts';
import type { ImportIds } from './importIds.ts';

/** Stores what judges said. To be called in a transaction. */
export class JudgmentInserter {
  readonly #ids: ImportIds;
  readonly #insert;

  constructor(db: SqliteConnection, ids: ImportIds) {
    this.#ids = ids;
    this.#insert = db.prepare(
      `INSERT INTO judgment (transcript_id, metric_id, judge_id, kind, number, text, missing_reason, raw,
         distribution, rationale, quotes, citations) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /**
   * One judge judges one metric of a transcript once; of two judgments that say otherwise, the last counts. (The statement
   * can't see to it: OR REPLACE makes each insert several times slower.)
   *
   * @param isThere tells what the transcript has already; that is left as it is
   */
  insert(
    transcriptId: number | bigint,
    judgments: readonly Judgment[],
    isThere?: (metricId: number, judgeId: number) => boolean,
  ): void {
    let index = 0;
    for (const judgment of judgments) {
      index += 1;
      const metricId = this.#ids.metric(judgment.metric, judgment.scale);
      const judgeId = this.#ids.judge(judgment.judge);
      if (this.#isRepeated(judgments, index, judgment.metric, judgeId)) continue;
      if (isThere?.(metricId, judgeId) === true) continue;
      const { kind, number, text, missingReason } = valueToRow(judgment.value);
      this.#insert.run(
        transcriptId,
        metricId,
        judgeId,
        kind,
        number,
        text,
        missingReason,
        judgment.raw ?? null,
        judgment.distribution === undefined ? null : JSON.stringify(judgment.distribution),
        judgment.rationale ?? null,
        listOf(judgment.quotes),
        listOf(judgment.citations),
      );
    }
  }

  #isRepeated(judgments: readonly Judgment[], from: number, metric: string, judgeId: number): boolean {
    for (let i = from; i < judgments.length; i += 1) {
      const later = judgments[i];
      if (later?.metric === metric && this.#ids.judge(later.judge) === judgeId) return true;
    }
    return false;
  }
}

function listOf(list: readonly unknown[] | undefined): string | null {
  return list === undefined || list.length === 0 ? null : JSON.stringify(list);
}
