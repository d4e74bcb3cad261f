/** What judges said, for comparing them with people and with each other. */
import type { SqliteConnection } from '../loadSqlite.ts';
import { transcriptPages } from '../transcriptPages.ts';

/** A metric as one judge version judges it. */
export interface JudgedMetric {
  readonly metricId: number;
  readonly metric: string;
  readonly judgeId: number;
  readonly judge: string;
  readonly model: string | null;
  /** First eight digits of the hash of its definition, to tell versions apart. */
  readonly version: string;
}

export interface JudgedValue {
  readonly transcriptId: number;
  readonly metricId: number;
  readonly judgeId: number;
  readonly kind: 'number' | 'class' | 'boolean' | 'missing';
  readonly number: number | null;
  readonly text: string | null;
}

const VALUES = `SELECT j.transcript_id AS transcriptId, j.metric_id AS metricId, j.judge_id AS judgeId, j.kind, j.number,
    j.text FROM judgment j`;

/** Judgments of single transcripts. */
export class JudgedValues {
  readonly #of;

  constructor(db: SqliteConnection) {
    this.#of = db.prepare<[number], JudgedValue>(`${VALUES} WHERE j.transcript_id = ? ORDER BY j.id`);
  }

  /** Oldest first: of several on one metric rules use the last. */
  of(transcriptId: number): readonly JudgedValue[] {
    return this.#of.all(transcriptId);
  }
}

/** All metrics and judge versions there are, in order of their ids; names only, no scan of judgments. */
export function judgedMetrics(db: SqliteConnection): {
  readonly metrics: ReadonlyMap<number, string>;
  readonly judges: ReadonlyMap<number, Pick<JudgedMetric, 'judge' | 'model' | 'version'>>;
} {
  const metrics = db
    .prepare<[], { readonly id: number; readonly name: string }>('SELECT id, name FROM metric')
    .all();
  const judges = db
    .prepare<
      [],
      { readonly id: number; readonly judge: string; readonly model: string | null; readonly version: string }
    >('SELECT id, name AS judge, model, substr(version_hash, 1, 8) AS version FROM judge')
    .all();
  return {
    metrics: new Map(metrics.map(({ id, name }) => [id, name])),
    judges: new Map(judges.map(({ id, ...judge }) => [id, judge])),
  };
}

/** A page of transcripts with their judgments, grouped; every transcript of the run comes, judged or not. */
export interface JudgedPage {
  readonly transcripts: number;
  readonly values: ReadonlyMap<number, readonly JudgedValue[]>;
}

/** All judgments of a run, a page of transcripts at a time. */
export function* judgedPages(db: SqliteConnection, runId: number): Generator<JudgedPage> {
  const values = db.prepare<[string], JudgedValue>(
    `${VALUES.replace('FROM judgment j', 'FROM json_each(?) place CROSS JOIN judgment j ON j.transcript_id = place.value')}`,
  );
  for (const ids of transcriptPages(db, runId)) {
    yield {
      transcripts: ids.length,
      values: Map.groupBy(values.all(JSON.stringify(ids)), ({ transcriptId }) => transcriptId),
    };
  }
}

/** The ends of the metrics that have any, by name. */
export function metricScales(
  db: SqliteConnection,
): ReadonlyMap<string, { readonly minimum: number; readonly maximum: number }> {
  const rows = db
    .prepare<[], { readonly name: string; readonly minimum: number; readonly maximum: number }>(
      'SELECT name, minimum, maximum FROM metric WHERE minimum IS NOT NULL AND maximum IS NOT NULL',
    )
    .all();
  return new Map(rows.map(({ name, minimum, maximum }) => [name, { minimum, maximum }]));
}
