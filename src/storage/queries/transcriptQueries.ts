import type { ArmRow, AuditStore, LeafRow, Outline, ProbeRow, TranscriptRow } from '../../core/ports.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { MAIN_SUBJECT } from '../labels/eventRows.ts';
import { createJudgmentReader } from '../rows/judgmentRows.ts';
import { RuleCache } from '../rows/ruleRows.ts';
import { createTurnReader } from '../rows/turnRows.ts';
import { createArmReader } from './armRows.ts';
import { LeafOrder } from './leafOrder.ts';

type TranscriptMethods =
  | 'outline'
  | 'leafPage'
  | 'nextUnlabelledBy'
  | 'leafCounts'
  | 'transcriptRow'
  | 'transcript'
  | 'transcriptIdByKey'
  | 'turns'
  | 'answerTurn';

/** Columns of a `TranscriptRow`, over `t` (transcript). */
export const ROW_COLUMNS = `t.id, t.arm_id AS armId, t.probe_id AS probeId, t.run_id AS runId, t.leaf_seq AS leafSeq, t.sample,
  t.preview, t.judge_verdict AS judgeVerdict, t.human_verdict AS humanVerdict`;
const LEAF_COLUMNS = `arm_id AS armId, probe_id AS probeId, judge_verdict AS judgeVerdict,
  human_verdict AS humanVerdict, n`;
const PROBES = `SELECT p.id AS probeId, p.name, p.suite_id AS suiteId, u.name AS suite
  FROM probe p JOIN suite u ON u.id = p.suite_id`;

interface DetailRow extends TranscriptRow {
  readonly hash: Buffer;
  readonly ordinal: number;
  readonly prompt: string;
  readonly turnCount: number;
  readonly metadata: string | null;
  readonly path: string;
  readonly name: string;
  readonly row: number;
  readonly line: number;
}

/** The part of the store that reads transcripts and what the trees are drawn from. */
export function createTranscriptQueries({ db }: AuditDatabase): Pick<AuditStore, TranscriptMethods> {
  const arms = createArmReader(db);
  const order = new LeafOrder(db);
  const rules = new RuleCache(db);
  const readTurns = createTurnReader(db);
  const readJudgments = createJudgmentReader(db);
  const leaves = db.prepare<[], LeafRow>(`SELECT ${LEAF_COLUMNS} FROM leaf_summary`);
  const leaf = db.prepare<[number, number], LeafRow>(
    `SELECT ${LEAF_COLUMNS} FROM leaf_summary WHERE arm_id = ? AND probe_id = ?`,
  );
  const probes = db.prepare<[], ProbeRow>(`${PROBES} ORDER BY u.name, p.id`);
  const probe = db.prepare<[number], ProbeRow>(`${PROBES} WHERE p.id = ?`);
  const row = db.prepare<[number], TranscriptRow>(
    `SELECT ${ROW_COLUMNS} FROM transcript t JOIN run r ON r.id = t.run_id WHERE t.id = ? AND r.deleted_at IS NULL`,
  );
  // One call for a page of a thousand is thirty times as fast as a thousand calls.
  const rows = db.prepare<[string], TranscriptRow>(
    `SELECT ${ROW_COLUMNS} FROM json_each(?) place CROSS JOIN transcript t ON t.id = place.value
     JOIN run r ON r.id = t.run_id WHERE r.deleted_at IS NULL ORDER BY place.key`,
  );
  const detail = db.prepare<[number], DetailRow>(
    `SELECT ${ROW_COLUMNS}, t.content_hash AS hash, t.ordinal, q.text AS prompt, t.turn_count AS turnCount, t.metadata,
       f.path, f.name, t.source_row AS "row", t.source_line AS line
     FROM transcript t JOIN run r ON r.id = t.run_id JOIN prompt q ON q.id = t.prompt_id
     JOIN source_file f ON f.id = t.source_file_id WHERE t.id = ? AND r.deleted_at IS NULL`,
  );
  // A replaced version of a run still answers when the newer one no longer has the text.
  const byKey = db
    .prepare<[Buffer, number], number>(
      `SELECT t.id FROM transcript t JOIN run r ON r.id = t.run_id
       WHERE t.content_hash = ? AND t.ordinal = ? AND r.deleted_at IS NULL
       ORDER BY r.id NOT IN (SELECT id FROM visible_run), t.id LIMIT 1`,
    )
    .pluck();
  const lastAnswer = db
    .prepare<[number], number>(
      `SELECT idx FROM turn WHERE transcript_id = ? AND role = 'assistant' ORDER BY idx DESC LIMIT 1`,
    )
    .pluck();
  const answerBy = db
    .prepare<[string, number], string | null>(
      `SELECT (SELECT e.answer FROM label_event e
         WHERE e.content_hash = t.content_hash AND e.ordinal = t.ordinal AND e.part = 'answer' AND e.annotator = ?
           AND ${MAIN_SUBJECT}
         ORDER BY e.seq DESC, e.event_id DESC LIMIT 1)
       FROM transcript t WHERE t.id = ?`,
    )
    .pluck();

  function outline(): Outline {
    const shown: readonly ArmRow[] = arms.shown();
    const armIds = new Set(shown.map((arm) => arm.armId));
    const shownLeaves = leaves.all().filter((cell) => armIds.has(cell.armId));
    const probeIds = new Set(shownLeaves.map((cell) => cell.probeId));
    const shownRules = new Map<number, VerdictRule>();
    for (const { ruleId } of shown) {
      const rule = rules.get(ruleId);
      if (ruleId !== null && rule !== null) shownRules.set(ruleId, rule);
    }
    return {
      arms: shown,
      leaves: shownLeaves,
      probes: probes.all().filter(({ probeId }) => probeIds.has(probeId)),
      rules: shownRules,
    };
  }

  return {
    outline,
    leafPage: (query) => rows.all(JSON.stringify(order.places(query).map(({ id }) => id))),
    nextUnlabelledBy(query, annotator) {
      for (const { id } of order.each(query)) {
        if ((answerBy.get(annotator, id) ?? null) === null) return row.get(id);
      }
      return undefined;
    },
    leafCounts: (armId, probeId) => leaf.all(armId, probeId),
    transcriptRow: (id) => row.get(id),
    transcript(id) {
      const found = detail.get(id);
      if (found === undefined) return undefined;
      const { hash, ordinal, path, name, row: sourceRow, line, metadata, ...rest } = found;
      const arm = arms.one(found.armId);
      const probeRow = probe.get(found.probeId);
      if (arm === undefined || probeRow === undefined) return undefined;
      return {
        ...rest,
        key: { hash: hash.toString('hex'), ordinal },
        arm,
        probe: probeRow,
        metadata: (metadata === null ? {} : JSON.parse(metadata)) as Readonly<Record<string, unknown>>,
        source: { path, name, row: sourceRow, line },
        judgments: readJudgments(id),
        rule: rules.get(arm.ruleId),
      };
    },
    transcriptIdByKey: ({ hash, ordinal }) => byKey.get(Buffer.from(hash, 'hex'), ordinal),
    turns: readTurns,
    answerTurn: (id) => lastAnswer.get(id) ?? 0,
  };
}
