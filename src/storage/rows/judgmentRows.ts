import type {
  Citation,
  Judge,
  JudgmentValue,
  MissingReason,
  TokenDistribution,
} from '../../core/judgment.ts';
import type { StoredJudgment } from '../../core/ports.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** A judgment's value as stored. */
export interface ValueRow {
  readonly kind: JudgmentValue['kind'];
  readonly number: number | null;
  readonly text: string | null;
  readonly missingReason: string | null;
}

/**
 * The columns of a value. A number that isn't whole also has its text, because `in` compares values as text and SQL
 * writes such numbers otherwise than we do; a number that is none (NaN) is missing.
 */
export function valueToRow(value: JudgmentValue): ValueRow {
  switch (value.kind) {
    case 'number':
      if (Number.isNaN(value.number)) return missing('parse-failure');
      return {
        kind: 'number',
        number: value.number,
        text: Number.isSafeInteger(value.number) ? null : String(value.number),
        missingReason: null,
      };
    case 'class':
      return { kind: 'class', number: null, text: value.text, missingReason: null };
    case 'boolean':
      return {
        kind: 'boolean',
        number: value.boolean ? 1 : 0,
        text: value.boolean ? 'TRUE' : 'FALSE',
        missingReason: null,
      };
    case 'missing':
      return missing(value.reason);
  }
}

function missing(reason: MissingReason): ValueRow {
  return { kind: 'missing', number: null, text: null, missingReason: reason };
}

export function valueFromRow({ kind, number, text, missingReason }: ValueRow): JudgmentValue {
  switch (kind) {
    case 'number':
      return { kind, number: number ?? Number.NaN };
    case 'class':
      return { kind, text: text ?? '' };
    case 'boolean':
      return { kind, boolean: number === 1 };
    case 'missing':
      return { kind, reason: (missingReason ?? 'unknown') as MissingReason };
  }
}

interface JudgmentRow extends ValueRow {
  readonly metric: string;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly judgeName: string;
  readonly judgeKind: Judge['kind'];
  readonly judgeModel: string | null;
  readonly judgePrompt: string | null;
  readonly judgeParameters: string | null;
  readonly judgeVersion: string;
  readonly raw: string | null;
  readonly distribution: string | null;
  readonly rationale: string | null;
  readonly quotes: string | null;
  readonly citations: string | null;
}

/** Reads what judges said of a transcript, in the order in which it was stored. */
export type JudgmentReader = (transcriptId: number) => readonly StoredJudgment[];

export function createJudgmentReader(db: SqliteConnection): JudgmentReader {
  const statement = db.prepare<[number], JudgmentRow>(
    `SELECT m.name AS metric, m.minimum, m.maximum, u.name AS judgeName, u.kind AS judgeKind, u.model AS judgeModel,
       u.prompt AS judgePrompt, u.parameters AS judgeParameters, u.version_hash AS judgeVersion,
       j.kind, j.number, j.text, j.missing_reason AS missingReason, j.raw, j.distribution, j.rationale, j.quotes,
       j.citations
     FROM judgment j JOIN metric m ON m.id = j.metric_id JOIN judge u ON u.id = j.judge_id
     WHERE j.transcript_id = ? ORDER BY j.id`,
  );
  return (transcriptId) => statement.all(transcriptId).map(judgmentOf);
}

function judgmentOf(row: JudgmentRow): StoredJudgment {
  const { metric, minimum, maximum } = row;
  return {
    metric,
    scale: minimum === null || maximum === null ? null : { minimum, maximum },
    judge: {
      name: row.judgeName,
      kind: row.judgeKind,
      ...(row.judgeModel === null ? {} : { model: row.judgeModel }),
      ...(row.judgePrompt === null ? {} : { prompt: row.judgePrompt }),
      ...(row.judgeParameters === null
        ? {}
        : { parameters: JSON.parse(row.judgeParameters) as Readonly<Record<string, unknown>> }),
    },
    judgeVersion: row.judgeVersion,
    value: valueFromRow(row),
    raw: row.raw,
    distribution: row.distribution === null ? null : (JSON.parse(row.distribution) as TokenDistribution),
    rationale: row.rationale,
    ...(row.quotes === null ? {} : { quotes: JSON.parse(row.quotes) as readonly string[] }),
    ...(row.citations === null ? {} : { citations: JSON.parse(row.citations) as readonly Citation[] }),
  };
}

/**
 * The value of each metric as a verdict rule reads it: where several judges judged one metric, the judgment stored last
 * counts (v_verdicts does the same).
 */
export function lookupOf(
  judgments: readonly { readonly metric: string; readonly value: JudgmentValue }[],
): (metric: string) => JudgmentValue | undefined {
  return (metric) => {
    for (let i = judgments.length - 1; i >= 0; i -= 1) {
      const judgment = judgments[i];
      if (judgment?.metric === metric) return judgment.value;
    }
    return undefined;
  };
}
