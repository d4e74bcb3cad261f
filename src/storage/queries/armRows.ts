import type { ArmRow } from '../../core/ports.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** `SELECT` of arms with the names that apply now, over `r` (run or visible_run) joined as `a.run_id = r.id`. */
function selectArms(runs: 'run' | 'visible_run'): string {
  return `
    SELECT a.id AS armId, r.id AS runId, r.name AS runName, r.status AS runStatus, r.kind AS runKind,
      r.content AS runContent, r.seed, r.study_id AS studyId,
      s.name AS studyName, r.verdict_rule_id AS ruleId, m.name AS model, g.name AS "group", c.name AS condition
    FROM ${runs} r JOIN arm a ON a.run_id = r.id
    LEFT JOIN study s ON s.id = r.study_id
    LEFT JOIN model m ON m.id = a.model_id
    LEFT JOIN model_group g ON g.id = a.group_id
    LEFT JOIN condition c ON c.id = a.condition_id`;
}

/** The three ways arms are asked for. */
export interface ArmReader {
  /** Arms of all runs that show, in order of run and arm. */
  shown(): readonly ArmRow[];
  ofRun(runId: number): readonly ArmRow[];
  one(armId: number): ArmRow | undefined;
}

export function createArmReader(db: SqliteConnection): ArmReader {
  const shown = db.prepare<[], ArmRow>(`${selectArms('visible_run')} ORDER BY r.id, a.id`);
  const ofRun = db.prepare<[number], ArmRow>(`${selectArms('run')} WHERE r.id = ? ORDER BY a.id`);
  const one = db.prepare<[number], ArmRow>(`${selectArms('run')} WHERE a.id = ?`);
  return { shown: () => shown.all(), ofRun: (runId) => ofRun.all(runId), one: (armId) => one.get(armId) };
}
