/** Runs of one model under one rule, for comparing their rates prompt by prompt. */
import type { FamilyMember, FamilySource, PairedPrompts } from '../../core/findingSource.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { loadRule } from '../rows/ruleRows.ts';
import { hashOf } from './checkedRun.ts';
import { FINDING_SCOPE } from './findingStore.ts';

/** Names a family. */
export interface FamilyKey {
  readonly modelId: number;
  readonly ruleId: number;
}

/** The families that a run belongs to: one for each model that it has answers of; none without rule or model names. */
export function familiesOf(db: SqliteConnection, runId: number): readonly FamilyKey[] {
  return db
    .prepare<[number], FamilyKey>(
      `SELECT DISTINCT a.model_id AS modelId, r.verdict_rule_id AS ruleId
       FROM visible_run r JOIN arm a ON a.run_id = r.id
       WHERE r.id = ? AND r.verdict_rule_id IS NOT NULL AND a.model_id IS NOT NULL AND r.content = 'answers'
       ORDER BY 1`,
    )
    .all(runId);
}

interface MemberRow extends Omit<FamilyMember, 'rule'> {
  readonly counts: string;
}

/** @returns the family, and its state, which is another when any of its rates may be */
export function readFamily(
  db: SqliteConnection,
  { modelId, ruleId }: FamilyKey,
): { readonly family: FamilySource; readonly state: string } {
  const rule = loadRule(db, ruleId);
  const rows = db
    .prepare<[number, number], MemberRow>(
      `SELECT r.id AS runId, r.name AS runName, ${FINDING_SCOPE} AS scope, m.name AS model, c.name AS condition,
         a.id AS armId,
         (SELECT group_concat(n) FROM (SELECT judge_verdict || sum(n) AS n FROM leaf_summary l
            WHERE l.arm_id = a.id GROUP BY judge_verdict ORDER BY judge_verdict)) AS counts
       FROM visible_run r JOIN arm a ON a.run_id = r.id JOIN model m ON m.id = a.model_id
       LEFT JOIN condition c ON c.id = a.condition_id
       WHERE a.model_id = ? AND r.verdict_rule_id = ? AND r.content = 'answers' AND r.status <> 'importing'
       ORDER BY r.id, a.id`,
    )
    .all(modelId, ruleId);
  const members =
    rule === undefined ? [] : rows.map(({ counts: _counts, ...member }) => ({ ...member, rule }));
  return { family: { members, paired: pairs(db) }, state: hashOf(rows) };
}

/** Prompts are the same when probe name and text are, whatever suite an import put them in. */
function pairs(db: SqliteConnection): FamilySource['paired'] {
  const probes = db.prepare<[number, number], { readonly a: number; readonly b: number }>(
    `SELECT DISTINCT pa.id AS a, pb.id AS b
     FROM leaf_summary la JOIN probe pa ON pa.id = la.probe_id
     JOIN leaf_summary lb ON lb.arm_id = ? JOIN probe pb ON pb.id = lb.probe_id AND pb.name = pa.name
     WHERE la.arm_id = ? AND la.n > 0 AND lb.n > 0`,
  );
  const rates = (arm: string, probe: string): string =>
    `SELECT q.text_hash AS prompt, sum(t.judge_verdict = 'positive') AS x, count(*) AS n
     FROM transcript t JOIN prompt q ON q.id = t.prompt_id
     WHERE t.arm_id = ${arm} AND t.probe_id = ${probe} AND t.judge_verdict IN ('positive', 'negative')
     GROUP BY q.text_hash`;
  const piece = db.prepare<{ armA: number; probeA: number; armB: number; probeB: number }, PairedPrompts>(
    `SELECT count(*) AS prompts, total(d) AS sumD, total(d * d) AS sumD2, total(1.0 / nA + 1.0 / nB) AS sumInverseN,
       total(nA) AS nA, total(xA) AS positiveA, total(nB) AS nB, total(xB) AS positiveB
     FROM (SELECT a.n AS nA, a.x AS xA, b.n AS nB, b.x AS xB, a.x * 1.0 / a.n - b.x * 1.0 / b.n AS d
       FROM (${rates('@armA', '@probeA')}) a JOIN (${rates('@armB', '@probeB')}) b ON b.prompt = a.prompt)`,
  );
  return function* (a, b) {
    for (const place of probes.all(b.armId, a.armId)) {
      const found = piece.get({ armA: a.armId, probeA: place.a, armB: b.armId, probeB: place.b });
      if (found !== undefined) yield found;
    }
  };
}
