/** A run as a whole, as rules see it, and the state by which a check knows whether anything changed. */
import { createHash } from 'node:crypto';
import type { CheckedArm, CheckedRun, OtherRun } from '../../core/findingSource.ts';
import { NO_VERDICTS, type VerdictCounts } from '../../core/rate.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { launchSpecs } from '../evals/launchSpecs.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { loadRule } from '../rows/ruleRows.ts';
import { transcriptPages } from '../transcriptPages.ts';
import { FINDING_SCOPE } from './findingStore.ts';

interface RunRow extends Pick<CheckedRun, 'runId' | 'name' | 'kind' | 'content'> {
  readonly ruleId: number | null;
  readonly studyId: number | null;
  readonly status: string;
}

/** Reads a run's own facts; undefined when it isn't shown, or is being imported. */
export function readCheckedRun(db: SqliteConnection, runId: number): CheckedRun | undefined {
  const run = db
    .prepare<[number], RunRow>(
      `SELECT id AS runId, name, kind, content, verdict_rule_id AS ruleId, study_id AS studyId, status
       FROM visible_run WHERE id = ?`,
    )
    .get(runId);
  if (run === undefined || (run.kind === 'import' && run.status === 'importing')) return undefined;
  const arms = db
    .prepare<[number], CheckedArm>(
      `SELECT a.id AS armId, m.name AS model, g.name AS "group", c.name AS condition,
         coalesce((SELECT sum(l.n) FROM leaf_summary l WHERE l.arm_id = a.id), 0) AS transcripts
       FROM arm a LEFT JOIN model m ON m.id = a.model_id LEFT JOIN model_group g ON g.id = a.group_id
       LEFT JOIN condition c ON c.id = a.condition_id WHERE a.run_id = ? ORDER BY a.id`,
    )
    .all(runId);
  const facts = db
    .prepare<[number], { readonly name: string; readonly value: string }>(
      'SELECT name, value FROM run_fact WHERE run_id = ? ORDER BY id',
    )
    .all(runId)
    .map(({ name, value }) => ({ name, value: JSON.parse(value) as unknown }));
  const importers = db
    .prepare<[number], string>('SELECT DISTINCT importer FROM source_file WHERE run_id = ? ORDER BY importer')
    .pluck()
    .all(runId);
  const { ruleId, studyId, kind, name, content } = run;
  return {
    runId,
    name,
    kind,
    content,
    rule: ruleId === null ? null : (loadRule(db, ruleId) ?? null),
    arms,
    transcripts: arms.reduce((sum, { transcripts }) => sum + transcripts, 0),
    verdicts: verdictsOf(db, runId),
    importers,
    facts,
    specs: launchSpecs(db, runId),
    groups: groupsOf(db, runId, studyId),
  };
}

function verdictsOf(db: SqliteConnection, runId: number): VerdictCounts {
  const counted = db
    .prepare<[number], { readonly verdict: JudgeVerdict; readonly n: number }>(
      `SELECT l.judge_verdict AS verdict, sum(l.n) AS n FROM leaf_summary l JOIN arm a ON a.id = l.arm_id
       WHERE a.run_id = ? GROUP BY 1`,
    )
    .all(runId);
  return { ...NO_VERDICTS, ...Object.fromEntries(counted.map(({ verdict, n }) => [verdict, n])) };
}

/** Groups whose first run this is, over the study's runs, with the models that have transcripts in them. */
function groupsOf(db: SqliteConnection, runId: number, studyId: number | null): CheckedRun['groups'] {
  const rows = db
    .prepare<
      { runId: number; studyId: number | null },
      { readonly name: string; readonly model: string; readonly first: number }
    >(
      `SELECT g.name, m.name AS model, min(r.id) AS first
       FROM visible_run r JOIN arm a ON a.run_id = r.id JOIN model m ON m.id = a.model_id
       JOIN model_group g ON g.id = a.group_id
       WHERE (r.id = @runId OR r.study_id = @studyId)
         AND EXISTS (SELECT 1 FROM leaf_summary l WHERE l.arm_id = a.id AND l.n > 0)
       GROUP BY g.name, m.name ORDER BY g.name, m.name`,
    )
    .all({ runId, studyId });
  const groups = new Map<string, { models: string[]; first: number }>();
  for (const { name, model, first } of rows) {
    const group = groups.get(name) ?? { models: [], first };
    groups.set(name, group);
    group.models.push(model);
    group.first = Math.min(group.first, first);
  }
  return [...groups]
    .filter(([, { first }]) => first === runId)
    .map(([name, { models }]) => ({ name, models }));
}

/** The runs that are shown, by id. */
export function shownRuns(db: SqliteConnection): ReadonlyMap<number, OtherRun> {
  const rows = db
    .prepare<[], Omit<OtherRun, 'trains'> & { readonly trains: number }>(
      // A file of a judge's training rows says so of each of them.
      `SELECT r.id AS runId, r.name, r.content, ${FINDING_SCOPE} AS scope,
         r.content = 'training' OR coalesce((SELECT t.metadata LIKE '%"judgeTrainedOn"%' FROM transcript t
           WHERE t.run_id = r.id ORDER BY t.id LIMIT 1), 0) AS trains
       FROM visible_run r ORDER BY r.id`,
    )
    .all();
  return new Map(rows.map((row) => [row.runId, { ...row, trains: row.trains === 1 }]));
}

/**
 * The state of a run, for telling whether it must be checked again: what is in it, its names, its rule and verdicts, what
 * it was launched with. Judgments are counted a page at a time; the caller gives way at each `undefined`.
 */
export function* runState(db: SqliteConnection, run: CheckedRun): Generator<undefined, string> {
  const judgments = db.prepare<[string], { readonly n: number; readonly last: number | null }>(
    `SELECT count(*) AS n, max(j.id) AS last FROM json_each(?) place CROSS JOIN judgment j ON j.transcript_id = place.value`,
  );
  let [count, last, lastTranscript] = [0, 0, 0];
  for (const ids of transcriptPages(db, run.runId)) {
    const found = judgments.get(JSON.stringify(ids));
    count += found?.n ?? 0;
    last = Math.max(last, found?.last ?? 0);
    lastTranscript = ids.at(-1) ?? lastTranscript;
    yield undefined;
  }
  const { arms, verdicts, rule, facts, specs, content, name } = run;
  return hashOf([lastTranscript, count, last, arms, verdicts, rule, facts, specs.length, content, name]);
}

/** The same for rules that ask about other runs: older ones, training data, and the groups of the study. */
export function othersState(run: CheckedRun, shown: ReadonlyMap<number, OtherRun>): string {
  const others = [...shown.values()].filter(({ runId, trains }) => runId < run.runId || trains);
  return hashOf([others, run.groups]);
}

/** A short text that equal values share. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);
}
