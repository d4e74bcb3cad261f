import { AuditError } from '../core/errors.ts';
import { judgeVerdict, type JudgeVerdict, type VerdictRule } from '../core/verdictRule.ts';
import type { HumanVerdict } from '../core/effectiveLabel.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import type { JudgmentValue } from '../core/judgment.ts';
import { PendingWork } from './pendingWork.ts';
import { valueFromRow, type ValueRow } from './rows/judgmentRows.ts';
import { LeafSummary, type LeafCell } from './rows/leafSummary.ts';
import { loadRule, saveRule } from './rows/ruleRows.ts';
import { ShortWrites, type LongOperation } from './shortWrites.ts';
import { transcriptPages } from './transcriptPages.ts';

/** Names the runs whose verdicts are being derived anew, so that a killed window's work is taken up again. */
const PENDING = 'pending-rule:';

/**
 * Gives runs another verdict rule and derives their verdicts anew. Runs of training data are passed over.
 *
 * @returns the number of transcripts looked at
 * @throws AuditError `bad-input` when there is nothing but training data; `cancelled`; the rest is then done by `resumeRules`
 */
export async function applyRule(
  database: AuditDatabase,
  chosen: readonly number[],
  rule: VerdictRule,
  operation: LongOperation = {},
): Promise<number> {
  const { db } = database;
  const content = db.prepare<[number], string>('SELECT content FROM run WHERE id = ?').pluck();
  const runIds = chosen.filter((runId) => content.get(runId) !== 'training');
  if (runIds.length === 0 && chosen.length > 0) {
    throw new AuditError('bad-input', 'Training data has no rate, so no rule is applied to it.');
  }
  const writes = new ShortWrites(database, operation.yieldFlag);
  const setRule = db.prepare<[number, number]>('UPDATE run SET verdict_rule_id = ? WHERE id = ?');
  const pending = new PendingWork(db, PENDING);
  let owners: readonly string[] = [];
  writes.once(0, 1, () => {
    const ruleId = saveRule(db, rule);
    owners = runIds.map((runId) => {
      setRule.run(ruleId, runId);
      return pending.begin(runId);
    });
  });
  let done = 0;
  try {
    for (const [index, runId] of runIds.entries()) {
      const share: RunShare = { runId, rule, pending, owner: owners[index] ?? '', done };
      done = await deriveVerdicts(database, writes, share, operation);
    }
  } finally {
    for (const owner of owners) pending.leave(owner);
  }
  return done;
}

/** Finishes what a killed window left half derived. */
export async function resumeRules(database: AuditDatabase, operation: LongOperation = {}): Promise<void> {
  const { db } = database;
  const pending = new PendingWork(db, PENDING);
  const ruleOf = db.prepare<[number], number | null>('SELECT verdict_rule_id FROM run WHERE id = ?').pluck();
  const writes = new ShortWrites(database, operation.yieldFlag);
  for (const runId of pending.abandoned()) {
    let taken: { readonly owner: string; readonly rule: VerdictRule | undefined } | undefined;
    writes.once(0, 1, () => {
      const ruleId = ruleOf.get(runId);
      const rule = typeof ruleId === 'number' ? loadRule(db, ruleId) : undefined;
      taken = { owner: pending.begin(runId), rule };
    });
    if (taken === undefined) continue;
    const { owner, rule } = taken;
    try {
      if (rule === undefined) writes.once(0, 1, () => pending.settle(runId));
      else await deriveVerdicts(database, writes, { runId, rule, pending, owner, done: 0 }, operation);
    } finally {
      pending.leave(owner);
    }
  }
}

/** One run's part of an operation. */
interface RunShare {
  readonly runId: number;
  readonly rule: VerdictRule;
  readonly pending: PendingWork;
  readonly owner: string;
  /** Transcripts looked at in the runs before. */
  readonly done: number;
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

/** Stops when somebody gives the run another rule meanwhile: the verdicts are theirs to derive from then on. */
async function deriveVerdicts(
  { db }: AuditDatabase,
  writes: ShortWrites,
  { runId, rule, pending, owner, done: before }: RunShare,
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
  let done = before;
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
        if (found === undefined || !pending.isOurs(runId, owner)) return;
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
  writes.once(0, 1, () => {
    if (pending.isOurs(runId, owner)) pending.settle(runId);
  });
  return done;
}
