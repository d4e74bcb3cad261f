/** Transcripts as rules read them, a few at a time, with their texts cut to a length that memory bears. */
import type { CheckedJudgment, CheckedRow } from '../../core/findingSource.ts';
import type { Judge, TokenDistribution } from '../../core/judgment.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { valueFromRow, type ValueRow } from '../rows/judgmentRows.ts';
import { transcriptPages } from '../transcriptPages.ts';
import { shortened } from './shortenedText.ts';
import { TURNS_AT_EACH_END, turnsOf } from './checkedTurns.ts';

/** Turns read at once: what is in memory is at most so many shortened texts. */
const TURNS_AT_ONCE = 400;
const MOST_METADATA = 200_000;

interface Row extends Omit<CheckedRow, 'turns' | 'judgments' | 'metadata' | 'repeated' | 'verdict'> {
  readonly verdict: JudgeVerdict;
  readonly repeated: number;
  readonly turnCount: number;
  readonly metadata: string | null;
}

interface JudgmentRow extends ValueRow {
  readonly transcriptId: number;
  readonly metricId: number;
  readonly judgeId: number;
  readonly raw: string | null;
  readonly distribution: string | null;
  readonly rationale: string | null;
}

/** Reads all transcripts of a run in the order they were stored. */
export function* checkedRows(db: SqliteConnection, runId: number): Generator<CheckedRow> {
  const rows = db.prepare<[string], Row>(
    `SELECT t.id, t.arm_id AS armId, t.probe_id AS probeId, t.prompt_id AS promptId, p.name AS probe,
       ${shortened('q.text')} AS prompt, t.judge_verdict AS verdict, t.turn_count AS turnCount,
       EXISTS (SELECT 1 FROM transcript b WHERE b.content_hash = t.content_hash AND b.id <> t.id) AS repeated,
       CASE WHEN length(t.metadata) <= ${MOST_METADATA} THEN t.metadata END AS metadata
     FROM json_each(?) place CROSS JOIN transcript t ON t.id = place.value JOIN probe p ON p.id = t.probe_id
     JOIN prompt q ON q.id = t.prompt_id ORDER BY place.key`,
  );
  const readTurns = turnsOf(db);
  const readJudgments = judgmentsOf(db);
  for (const ids of transcriptPages(db, runId)) {
    for (const few of fewAtOnce(ids)) {
      for (const group of byTurns(rows.all(JSON.stringify(few)))) {
        const turns = readTurns(group);
        const judgments = readJudgments(group);
        for (const { turnCount: _count, metadata, repeated, ...row } of group) {
          yield {
            ...row,
            repeated: repeated === 1,
            metadata: metadata === null ? {} : (JSON.parse(metadata) as CheckedRow['metadata']),
            turns: turns.get(row.id) ?? [],
            judgments: judgments.get(row.id) ?? [],
          };
        }
      }
    }
  }
}

const FEW = 100;

function* fewAtOnce(ids: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < ids.length; from += FEW) yield ids.slice(from, from + FEW);
}

/** Cuts rows into groups that have at most so many turns to read, at least one row each. */
function* byTurns(rows: readonly Row[]): Generator<readonly Row[]> {
  let group: Row[] = [];
  let turns = 0;
  for (const row of rows) {
    const more = Math.min(row.turnCount, 2 * TURNS_AT_EACH_END);
    if (group.length > 0 && turns + more > TURNS_AT_ONCE) {
      yield group;
      group = [];
      turns = 0;
    }
    group.push(row);
    turns += more;
  }
  if (group.length > 0) yield group;
}

function judgmentsOf(
  db: SqliteConnection,
): (rows: readonly { readonly id: number }[]) => ReadonlyMap<number, readonly CheckedJudgment[]> {
  const statement = db.prepare<[string], JudgmentRow>(
    `SELECT j.transcript_id AS transcriptId, j.metric_id AS metricId, j.judge_id AS judgeId, j.kind, j.number, j.text,
       j.missing_reason AS missingReason, ${shortened('j.raw')} AS raw,
       CASE WHEN length(j.distribution) <= ${MOST_METADATA} THEN j.distribution END AS distribution,
       ${shortened('j.rationale')} AS rationale
     FROM json_each(?) place CROSS JOIN judgment j ON j.transcript_id = place.value ORDER BY j.id`,
  );
  const metrics = remembered(
    db.prepare<
      [number],
      { readonly name: string; readonly minimum: number | null; readonly maximum: number | null }
    >('SELECT name, minimum, maximum FROM metric WHERE id = ?'),
  );
  const judges = remembered(
    db.prepare<
      [number],
      {
        readonly name: string;
        readonly kind: Judge['kind'];
        readonly model: string | null;
        readonly version: string;
      }
    >('SELECT name, kind, model, version_hash AS version FROM judge WHERE id = ?'),
  );
  return (rows) => {
    const byTranscript = new Map<number, JudgmentRow[]>();
    for (const row of statement.all(JSON.stringify(rows.map(({ id }) => id)))) {
      const list = byTranscript.get(row.transcriptId);
      if (list === undefined) byTranscript.set(row.transcriptId, [row]);
      else list.push(row);
    }
    return new Map(
      [...byTranscript].map(([id, list]) => [
        id,
        list.map((row, index) => judgmentOf(row, isLast(list, index))),
      ]),
    );
  };

  function judgmentOf(row: JudgmentRow, counts: boolean): CheckedJudgment {
    const { name: metric, minimum, maximum } = metrics(row.metricId);
    const { name, kind, model, version } = judges(row.judgeId);
    return {
      metric,
      scale: minimum === null || maximum === null ? null : { minimum, maximum },
      judge: { name, kind, ...(model === null ? {} : { model }) },
      judgeVersion: version,
      value: valueFromRow(row),
      raw: row.raw,
      distribution: row.distribution === null ? null : (JSON.parse(row.distribution) as TokenDistribution),
      rationale: row.rationale,
      counts,
    };
  }
}

function isLast(list: readonly JudgmentRow[], index: number): boolean {
  for (let later = index + 1; later < list.length; later += 1) {
    if (list[later]?.metricId === list[index]?.metricId) return false;
  }
  return true;
}

/** Metrics and judges are few, and are met again with every transcript. */
function remembered<Value>(statement: { get(id: number): Value | undefined }): (id: number) => Value {
  const known = new Map<number, Value>();
  return (id) => {
    const value = known.get(id) ?? statement.get(id);
    if (value === undefined) throw new Error(`row ${id} is gone`);
    known.set(id, value);
    return value;
  };
}
