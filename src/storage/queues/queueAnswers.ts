import type { LabelRole } from '../../core/labelScheme.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** What one annotator said of one item of a queue: their response, and the last word where they changed it. */
export interface QueueAnswer {
  readonly place: number;
  readonly repeatOf: number | null;
  readonly annotator: string;
  readonly response: 'answered' | 'unsure' | 'skipped';
  /** Null for what was skipped. */
  readonly answer: string | null;
  readonly answerName: string | null;
  readonly role: LabelRole | null;
  readonly lastRole: LabelRole | null;
  readonly seconds: number | null;
}

/** All responses in a queue, by annotator and place. */
export function queueAnswers(db: SqliteConnection, queueId: number): readonly QueueAnswer[] {
  return db
    .prepare<[number], QueueAnswer>(
      `SELECT a.place, i.repeat_of AS repeatOf, a.annotator, a.response,
         CASE a.response WHEN 'skipped' THEN NULL ELSE e.answer END AS answer,
         x.name AS answerName, x.role, y.role AS lastRole, a.seconds
       FROM queue_response a
       JOIN queue_item i ON i.queue_id = a.queue_id AND i.place = a.place
       JOIN label_event e ON e.event_id = a.event_id
       JOIN label_event l ON l.event_id = a.last_event_id
       LEFT JOIN label_answer x ON a.response <> 'skipped' AND x.scheme_id = e.scheme_id AND x.answer = e.answer
       LEFT JOIN label_answer y ON y.scheme_id = l.scheme_id AND y.answer = l.answer
       WHERE a.queue_id = ? ORDER BY a.annotator, a.place`,
    )
    .all(queueId);
}

/** The judge's verdict of now on each item's text, by place; items whose texts are in no run are left out. */
export function queueVerdicts(db: SqliteConnection, queueId: number): ReadonlyMap<number, JudgeVerdict> {
  const rows = db
    .prepare<[number], { readonly place: number; readonly verdict: JudgeVerdict | null }>(
      `SELECT i.place, (SELECT t.judge_verdict FROM transcript t JOIN visible_run r ON r.id = t.run_id
         LEFT JOIN queue_run d ON d.queue_id = i.queue_id AND d.run_id = t.run_id
         WHERE t.content_hash = i.content_hash AND t.ordinal = i.ordinal
         ORDER BY d.run_id IS NULL, t.id LIMIT 1) AS verdict
       FROM queue_item i WHERE i.queue_id = ?`,
    )
    .all(queueId);
  return new Map(rows.flatMap(({ place, verdict }) => (verdict === null ? [] : [[place, verdict]])));
}
