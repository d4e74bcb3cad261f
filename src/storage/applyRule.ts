import { judgeVerdict, type JudgeVerdict, type VerdictRule } from '../core/verdictRule.ts';
import type { HumanVerdict } from '../core/effectiveLabel.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import type { JudgmentValue } from '../core/judgment.ts';
import { valueFromRow, type ValueRow } from './rows/judgmentRows.ts';
import { LeafSummary, type LeafCell } from './rows/leafSummary.ts';
import { loadRule, saveRule } from './rows/ruleRows.ts';
import { ShortWrites, type LongOperation } from './shortWrites.ts';
import { transcriptPages } from './transcriptPages.ts';

/** Names the runs whose verdicts are being derived anew, so that a killed window's work is taken up again. */
const PENDING = 'pending-rule:';

/**
 * Gives runs another verdict rule and derives their verdicts anew.
 *
 * @returns the number of transcripts looked at
 * @throws AuditError `cancelled`; the rest is then done by `resumeRules`
 */
export async function applyRule(
  database: AuditDatabase,
  runIds: readonly number[],
  rule: VerdictRule,
  operation: LongOperation = {},
): Promise<number> {
  const { db } = database;
  const writes = new ShortWrites(database, operation.yieldFlag);
  const setRule = db.prepare<[number, number]>('UPDATE run SET verdict_rule_id = ? WHERE id = ?');
  const setPending = db.prepare<[string]>(
    "INSERT INTO meta (key, value) VALUES (?, '') ON CONFLICT DO NOTHING",
  );
  writes.once(0, 1, () => {
    const ruleId = saveRule(db, rule);
    for (const runId of runIds) {
      setRule.run(ruleId, runId);
      setPending.run(`${PENDING}${runId}`);
    }
  });
  let done = 0;
  for (const runId of runIds) done += await deriveVerdicts(database, writes, runId, rule, operation);
  return done;
}

/** Finishes what a killed window left half derived. */
export async function resumeRules(database: AuditDatabase, operation: LongOperation = {}): Promise<void> {
  const { db } = database;
  const pending = db
    .prepare<[string], string>('SELECT key FROM meta WHERE key GLOB ?')
    .pluck()
    .all(`${PENDING}*`);
  const ruleOf = db.prepare<[number], number | null>('SELECT verdict_rule_id FROM run WHERE id = ?').pluck();
  const writes = new ShortWrites(database, operation.yieldFlag);
  for (const key of pending) {
    const runId = Number(key.slice(PENDING.length));
    const ruleId = ruleOf.get(runId);
    const rule = typeof ruleId === 'number' ? loadRule(db, ruleId) : undefined;
    if (rule !== undefined) await deriveVerdicts(database, writes, runId, rule, operation);
  }
}

interface VerdictRow extends LeafCell {
  readonly id: number;
  readonly judgeVerdict: JudgeVerdict;
  readonly humanVerdict: HumanVerdict;
}

interface MetricRow extends ValueRow {
  readonly transcriptId: number;
  readonly metric: string;
}

async function deriveVerdicts(
  { db }: AuditDatabase,
  writes: ShortWrites,
  runId: number,
  rule: VerdictRule,
  operation: LongOperation,
): Promise<number> {
  const summary = new LeafSummary(db);
  // Judgments never change, so they are read by the page before the lock is taken.
  const judgments = db.prepare<[string], MetricRow>(
    `SELECT j.transcript_id AS transcriptId, m.name AS metric, j.kind, j.number, j.text,
       j.missing_reason AS missingReason
     FROM json_each(?) place CROSS JOIN judgment j ON j.transcript_id = place.value JOIN metric m ON m.id = j.metric_id
     ORDER BY j.id`,
  );
  const row = db.prepare<[number], VerdictRow>(
    `SELECT id, arm_id AS armId, probe_id AS probeId, judge_verdict AS judgeVerdict, human_verdict AS humanVerdict
     FROM transcript WHERE id = ?`,
  );
  const update = db.prepare<[string, number]>('UPDATE transcript SET judge_verdict = ? WHERE id = ?');
  let done = 0;
  for (const ids of transcriptPages(db, runId)) {
    const values = new Map<number, Map<string, JudgmentValue>>(ids.map((id) => [id, new Map()]));
    // In order of storing, so that of several judges on one metric the last one stays.
    for (const judgment of judgments.iterate(JSON.stringify(ids))) {
      values.get(judgment.transcriptId)?.set(judgment.metric, valueFromRow(judgment));
    }
    await writes.all(
      [...values],
      ([id, metrics]) => {
        const found = row.get(id);
        if (found === undefined) return;
        const verdict = judgeVerdict(rule, (metric) => metrics.get(metric));
        if (verdict === found.judgeVerdict) return;
        update.run(verdict, id);
        summary.move(found, { ...found, judgeVerdict: verdict });
      },
      { signal: operation.signal },
    );
    done += ids.length;
    operation.onProgress?.(done);
  }
  const settled = db.prepare<[string]>('DELETE FROM meta WHERE key = ?');
  writes.once(0, 1, () => settled.run(`${PENDING}${runId}`));
  return done;
}
