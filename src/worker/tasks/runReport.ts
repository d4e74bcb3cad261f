import { AuditError } from '../../core/errors.ts';
import type { LaunchSpec, Target } from '../../core/eval/launch.ts';
import type { LaunchReport, RunReport, SpecReport, TargetReport } from '../../protocol/runPage.ts';
import { callStatistics } from '../../storage/evals/callStatistics.ts';
import { probeGrid } from '../../storage/evals/probeGrid.ts';
import { launchesOf } from '../../storage/evals/storedLaunches.ts';
import type { SqliteConnection } from '../../storage/loadSqlite.ts';
import type { TaskContext } from '../task.ts';
import { fineTuneReport } from './fineTuneReport.ts';
import { runNotices } from './runNotices.ts';

/** Specs in short, by launch: a stored spec never changes, and may be megabytes. */
const known = new WeakMap<SqliteConnection, Map<number, SpecReport>>();

/**
 * What the page of a run shows of its calls.
 *
 * @throws AuditError `not-found`
 */
export async function runReport(
  { runId }: { readonly runId: number },
  context: TaskContext,
): Promise<RunReport> {
  const database = await context.database();
  const { db } = database;
  const run = db
    .prepare<[number], Pick<RunReport, 'runId' | 'name' | 'kind' | 'status'>>(
      'SELECT id AS runId, name, kind, status FROM run WHERE id = ? AND deleted_at IS NULL',
    )
    .get(runId);
  if (run === undefined) throw new AuditError('not-found', 'That run is gone.');
  const specs = known.get(db) ?? new Map<number, SpecReport>();
  known.set(db, specs);
  const launches = launchesOf(db, runId).map(({ specText, ...launch }): LaunchReport => {
    const spec = specs.get(launch.launchId) ?? inShort(JSON.parse(specText()) as LaunchSpec);
    specs.set(launch.launchId, spec);
    return { ...launch, spec };
  });
  const notices = runNotices(database, runId);
  return {
    ...run,
    launches,
    ...callStatistics(db, runId),
    grid: probeGrid(db, runId),
    notices,
    fineTune: fineTuneReport(db, runId),
  };
}

function inShort(spec: LaunchSpec): SpecReport {
  const { suite, sampling } = spec;
  return {
    suite: suite.name,
    title: suite.title,
    source: spec.suiteSource,
    comparable: suite.comparable,
    fake: spec.fake ?? [],
    targets: spec.targets.map(targetOf),
    judge: spec.judge === undefined ? null : targetOf(spec.judge),
    auditor: spec.auditor === undefined ? null : targetOf(spec.auditor),
    conditions: spec.conditions ?? suite.conditions.map(({ name }) => name),
    probes: spec.probes?.length ?? suite.probes.length,
    judges: spec.judges ?? suite.judges.map(({ name }) => name),
    samples: spec.samples ?? suite.samples,
    sampling: { ...suite.sampling, ...sampling },
    cap: spec.cap ?? null,
    cache: spec.cache,
    mode: spec.mode,
  };
}

function targetOf({ endpoint, model, group }: Target): TargetReport {
  return { endpoint, model, group: group ?? null };
}
