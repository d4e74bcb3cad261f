import type { JudgmentValue } from '../../core/judgment.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { valueFromRow, type ValueRow } from '../rows/judgmentRows.ts';
import type { ScannedPage } from './scannedPages.ts';

export interface PageJudgment {
  readonly metric: string;
  readonly judgeId: number;
  readonly value: JudgmentValue;
  /** As stored (JSON), where it was asked for. */
  readonly distribution: string | null;
}

interface Row extends ValueRow {
  readonly transcriptId: number;
  readonly metric: string;
  readonly judgeId: number;
  readonly distribution: string | null;
}

/** What judges said of each transcript of a page, by its id, oldest first; transcripts without are left out. */
export type PageJudgments = (page: ScannedPage) => ReadonlyMap<number, readonly PageJudgment[]>;

/**
 * @param metrics only these; all when empty
 * @param distributions only judgments that have one, and with them
 */
export function pageJudgments(
  db: SqliteConnection,
  metrics: readonly string[],
  distributions = false,
): PageJudgments {
  const statement = db.prepare<[string, string], Row>(
    `SELECT j.transcript_id AS transcriptId, m.name AS metric, j.judge_id AS judgeId, j.kind, j.number, j.text,
       j.missing_reason AS missingReason, ${distributions ? 'j.distribution' : 'NULL AS distribution'}
     FROM json_each(?) place CROSS JOIN judgment j ON j.transcript_id = place.value JOIN metric m ON m.id = j.metric_id
     WHERE ${metrics.length === 0 ? '? IS NOT NULL' : 'm.name IN (SELECT value FROM json_each(?))'}
       ${distributions ? 'AND j.distribution IS NOT NULL' : ''}
     ORDER BY j.id`,
  );
  const named = JSON.stringify(metrics);
  return ({ transcripts }) => {
    const found = new Map<number, PageJudgment[]>();
    for (const row of statement.iterate(JSON.stringify(transcripts.map(({ id }) => id)), named)) {
      const { transcriptId, metric, judgeId, distribution } = row;
      const judgment = { metric, judgeId, value: valueFromRow(row), distribution };
      const others = found.get(transcriptId);
      if (others === undefined) found.set(transcriptId, [judgment]);
      else others.push(judgment);
    }
    return found;
  };
}

/** The judgment that rules use: the one stored last. */
export function lastOf(judgments: readonly PageJudgment[], metric: string): JudgmentValue | undefined {
  return judgments.findLast((judgment) => judgment.metric === metric)?.value;
}
