/** Transcripts as rules read them: one at a time, with their texts cut to a length that memory bears. */
import type { CheckedJudgment, CheckedRow } from '../../core/findingSource.ts';
import type { Judge, TokenDistribution } from '../../core/judgment.ts';
import type { Turn } from '../../core/transcript.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { valueFromRow, type ValueRow } from '../rows/judgmentRows.ts';
import { partFromRow, type PartRow } from '../rows/turnRows.ts';
import { transcriptPages } from '../transcriptPages.ts';

/** Turns looked at from the beginning and from the end of a conversation. */
const TURNS = 60;
/** Characters looked at of one text: its beginning and its end. */
const HEAD = 40_000;
const TAIL = 20_000;
const MOST_METADATA = 200_000;

const shortened = (column: string): string =>
  `CASE WHEN length(${column}) > ${HEAD + TAIL} THEN substr(${column}, 1, ${HEAD}) || char(10) || substr(${column}, -${TAIL}) ELSE ${column} END`;

interface Row {
  readonly id: number;
  readonly armId: number;
  readonly probeId: number;
  readonly promptId: number;
  readonly probe: string;
  readonly prompt: string;
  readonly verdict: JudgeVerdict;
  readonly turnCount: number;
  readonly metadata: string | null;
}

interface TurnRow extends Pick<Turn, 'role' | 'raw' | 'rawKind'> {
  readonly id: number;
  readonly author: string | null;
  readonly provenance: string | null;
}

interface JudgmentRow extends ValueRow {
  readonly metricId: number;
  readonly judgeId: number;
  readonly raw: string | null;
  readonly distribution: string | null;
  readonly rationale: string | null;
}

/** Reads all transcripts of a run in the order they were stored. */
export function* checkedRows(db: SqliteConnection, runId: number): Generator<CheckedRow> {
  const row = db.prepare<[number], Row>(
    `SELECT t.id, t.arm_id AS armId, t.probe_id AS probeId, t.prompt_id AS promptId, p.name AS probe,
       substr(q.text, 1, ${HEAD}) AS prompt, t.judge_verdict AS verdict, t.turn_count AS turnCount,
       CASE WHEN length(t.metadata) <= ${MOST_METADATA} THEN t.metadata END AS metadata
     FROM transcript t JOIN probe p ON p.id = t.probe_id JOIN prompt q ON q.id = t.prompt_id WHERE t.id = ?`,
  );
  const readTurns = turnReader(db);
  const readJudgments = judgmentReader(db);
  for (const ids of transcriptPages(db, runId)) {
    for (const id of ids) {
      const found = row.get(id);
      if (found === undefined) continue;
      const { turnCount, metadata, ...plain } = found;
      yield {
        ...plain,
        metadata: metadata === null ? {} : (JSON.parse(metadata) as CheckedRow['metadata']),
        turns: readTurns(id, turnCount),
        judgments: readJudgments(id),
      };
    }
  }
}

function turnReader(db: SqliteConnection): (id: number, count: number) => readonly Turn[] {
  const turns = db.prepare<[number, number], TurnRow>(
    `SELECT id, role, ${shortened('raw')} AS raw, raw_kind AS rawKind, author, provenance FROM turn
     WHERE transcript_id = ? AND (idx < ${TURNS} OR idx >= ?) ORDER BY idx`,
  );
  const parts = db.prepare<[number], PartRow>(
    `SELECT kind, ${shortened('text')} AS text,
       CASE WHEN kind IN ('reasoning', 'tool-call', 'tool-result') THEN data END AS data
     FROM part WHERE turn_id = ? ORDER BY idx LIMIT 500`,
  );
  return (id, count) =>
    turns.all(id, count - TURNS).map(({ id: turnId, author, provenance, ...turn }) => {
      const read = parts.all(turnId).map(partFromRow);
      return {
        ...turn,
        parts: read.length === 0 ? [{ kind: 'text', text: turn.raw }] : read,
        ...(author === null ? {} : { author }),
        ...(provenance === null
          ? {}
          : { provenance: JSON.parse(provenance) as NonNullable<Turn['provenance']> }),
      };
    });
}

function judgmentReader(db: SqliteConnection): (id: number) => readonly CheckedJudgment[] {
  const rows = db.prepare<[number], JudgmentRow>(
    `SELECT metric_id AS metricId, judge_id AS judgeId, kind, number, text, missing_reason AS missingReason,
       ${shortened('raw')} AS raw, CASE WHEN length(distribution) <= ${MOST_METADATA} THEN distribution END AS distribution,
       ${shortened('rationale')} AS rationale
     FROM judgment WHERE transcript_id = ? ORDER BY id`,
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
  return (id) => {
    const read = rows.all(id);
    return read.map((row, index) => {
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
        counts: !read.slice(index + 1).some(({ metricId }) => metricId === row.metricId),
      };
    });
  };
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
