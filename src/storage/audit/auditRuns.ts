/** The runs that figures are about, with what names groups of their transcripts. */
import type { ArmRow } from '../../core/ports.ts';
import type { JudgeVerdict, VerdictRule } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { createArmReader } from '../queries/armRows.ts';
import { RuleCache } from '../rows/ruleRows.ts';
import { transcriptPages } from '../transcriptPages.ts';

export interface AuditRuns {
  readonly runIds: readonly number[];
  readonly arms: ReadonlyMap<number, ArmRow>;
  /** Rules of these runs, each once; empty without any. */
  readonly rules: readonly VerdictRule[];
  readonly probes: ReadonlyMap<number, string>;
}

/** @param runIds empty for all that show; those that don't show are left out */
export function auditRuns(db: SqliteConnection, runIds: readonly number[]): AuditRuns {
  const wanted = new Set(runIds);
  const arms = createArmReader(db)
    .shown()
    .filter(({ runId, runContent }) => (wanted.size === 0 ? runContent !== 'training' : wanted.has(runId)));
  const cache = new RuleCache(db);
  const rules = [...new Set(arms.map(({ ruleId }) => ruleId))].flatMap((ruleId) => cache.get(ruleId) ?? []);
  const probes = db
    .prepare<[], { readonly id: number; readonly name: string }>('SELECT id, name FROM probe')
    .all();
  return {
    runIds: [...new Set(arms.map(({ runId }) => runId))],
    arms: new Map(arms.map((arm) => [arm.armId, arm])),
    rules,
    probes: new Map(probes.map(({ id, name }) => [id, name])),
  };
}

/** A transcript as it counts in a rate. */
export interface CountedTranscript {
  readonly armId: number;
  readonly runId: number;
  readonly promptId: number;
  readonly probeId: number;
  readonly judge: JudgeVerdict;
}

/** All transcripts of a run, a page at a time. */
export function* countedPages(db: SqliteConnection, runId: number): Generator<readonly CountedTranscript[]> {
  const rows = db.prepare<[string], CountedTranscript>(
    `SELECT t.arm_id AS armId, t.run_id AS runId, t.prompt_id AS promptId, t.probe_id AS probeId, t.judge_verdict AS judge
     FROM json_each(?) place CROSS JOIN transcript t ON t.id = place.value`,
  );
  for (const ids of transcriptPages(db, runId)) yield rows.all(JSON.stringify(ids));
}

/** How many transcripts, and how many with a label, from the summary. */
export function countsOf(
  db: SqliteConnection,
  runIds: readonly number[],
): { readonly transcripts: number; readonly labelled: number } {
  return (
    db
      .prepare<[string], { readonly transcripts: number; readonly labelled: number }>(
        `SELECT coalesce(sum(l.n), 0) AS transcripts,
           coalesce(sum(CASE l.human_verdict WHEN 'none' THEN 0 ELSE l.n END), 0) AS labelled
         FROM json_each(?) run JOIN arm a ON a.run_id = run.value JOIN leaf_summary l ON l.arm_id = a.id`,
      )
      .get(JSON.stringify(runIds)) ?? { transcripts: 0, labelled: 0 }
  );
}

/** Transcripts of these runs by the judge's verdict, from the summary; only verdicts that occur. */
export function judgedTotals(
  db: SqliteConnection,
  runIds: readonly number[],
): ReadonlyMap<JudgeVerdict, number> {
  const rows = db
    .prepare<[string], { readonly judge: JudgeVerdict; readonly n: number }>(
      `SELECT l.judge_verdict AS judge, sum(l.n) AS n FROM json_each(?) run JOIN arm a ON a.run_id = run.value
       JOIN leaf_summary l ON l.arm_id = a.id GROUP BY l.judge_verdict HAVING sum(l.n) > 0`,
    )
    .all(JSON.stringify(runIds));
  return new Map(rows.map(({ judge, n }) => [judge, n]));
}
