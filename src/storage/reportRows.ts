import { NO_VERDICTS, rateOf, type Rate, type VerdictCounts } from '../core/rate.ts';
import { describeRule } from '../core/verdictRule.ts';
import type { JudgeVerdict } from '../core/verdictRule.ts';
import { runRemarks } from './evals/runRemarks.ts';
import type { SqliteConnection } from './loadSqlite.ts';
import { createArmReader } from './queries/armRows.ts';
import { RuleCache } from './rows/ruleRows.ts';

/** One arm with its counts under its run's rule. */
export interface ArmCounts {
  readonly runId: number;
  readonly study: string | null;
  readonly run: string;
  readonly model: string | null;
  readonly group: string | null;
  readonly condition: string | null;
  readonly seed: string | null;
  readonly rule: string | null;
  readonly positiveName: string | null;
  readonly counts: Rate;
  readonly labelled: number;
  readonly remarks: readonly string[];
}

interface CellRow {
  readonly verdict: JudgeVerdict;
  readonly labelled: number;
  readonly n: number;
}

/** The arms of these runs (of all that show, when absent) in order of run and arm; arms without transcripts too. */
export function armCounts(db: SqliteConnection, runIds: readonly number[] | undefined): readonly ArmCounts[] {
  const arms = createArmReader(db).shown();
  const rules = new RuleCache(db);
  const cells = db.prepare<[number], CellRow>(
    `SELECT judge_verdict AS verdict, human_verdict <> 'none' AS labelled, sum(n) AS n FROM leaf_summary
     WHERE arm_id = ? GROUP BY 1, 2`,
  );
  const remarks = new Map<number, readonly string[]>();
  const wanted = runIds === undefined ? undefined : new Set(runIds);
  return arms
    .filter(({ runId }) => wanted?.has(runId) ?? true)
    .map((arm) => {
      const counts: Record<JudgeVerdict, number> = { ...NO_VERDICTS };
      let labelled = 0;
      for (const cell of cells.all(arm.armId)) {
        counts[cell.verdict] += cell.n;
        if (cell.labelled === 1) labelled += cell.n;
      }
      const rule = rules.get(arm.ruleId);
      const known = remarks.get(arm.runId) ?? remarkWords(db, arm.runId, arm.runContent === 'training');
      remarks.set(arm.runId, known);
      return {
        runId: arm.runId,
        study: arm.studyName,
        run: arm.runName,
        model: arm.model,
        group: arm.group,
        condition: arm.condition,
        seed: arm.seed,
        rule: rule === null ? null : describeRule(rule),
        positiveName: rule?.positiveName ?? null,
        counts: countsUnder(counts, rule?.missing),
        labelled,
        remarks: known,
      };
    });
}

/** Without a rule nothing is positive or negative, so the denominator is empty. */
function countsUnder(counts: VerdictCounts, policy: Parameters<typeof rateOf>[1] | undefined): Rate {
  return rateOf(counts, policy ?? 'drop');
}

function remarkWords(db: SqliteConnection, runId: number, isTraining: boolean): readonly string[] {
  const { comparable, fake, conditionNotApplied } = runRemarks(db, runId);
  return [
    ...(isTraining ? ['training data'] : []),
    ...(comparable === false ? ['not comparable with the paper’s figures'] : []),
    ...(fake.length > 0 ? [`fake endpoint ${fake.join(', ')}`] : []),
    ...(conditionNotApplied > 0 ? [`condition not applied in ${conditionNotApplied}`] : []),
  ];
}

/** A source file as a report names it. */
export interface SourceRow {
  readonly run: string;
  readonly path: string;
  readonly sha256: string;
  readonly importer: string;
  readonly importerVersion: number;
  readonly rowsKept: number;
  readonly rowsRejected: number;
}

export function sourceRows(
  db: SqliteConnection,
  runIds: readonly number[] | undefined,
): readonly SourceRow[] {
  return db
    .prepare<[{ readonly runs: string | null }], SourceRow>(
      `SELECT r.name AS run, f.path, f.sha256, f.importer, f.importer_version AS importerVersion,
         f.rows_kept AS rowsKept, f.rows_rejected AS rowsRejected
       FROM source_file f JOIN visible_run r ON r.id = f.run_id
       WHERE @runs IS NULL OR r.id IN (SELECT value FROM json_each(@runs)) ORDER BY f.id`,
    )
    .all({ runs: runIds === undefined ? null : JSON.stringify(runIds) });
}
