import type { SqliteConnection } from '../loadSqlite.ts';

/** What must be known beside a run's rate. */
export interface RunRemarks {
  readonly runId: number;
  /** False where a suite in our own words was launched: its rates aren't the paper's. Null for a run that was imported. */
  readonly comparable: boolean | null;
  /** Endpoints that were fake when the run was launched. */
  readonly fake: readonly string[];
  /** Transcripts whose condition can't have worked. */
  readonly conditionNotApplied: number;
  /** The corrected rate as last worked out, in one line; absent where there is none. */
  readonly corrected?: string;
}

interface LaunchRow {
  readonly comparable: number | null;
  readonly fake: string | null;
}

/** Reads stored specs and looks through metadata: for worker threads. A run that was imported has nothing to remark. */
export function runRemarks(db: SqliteConnection, runId: number): RunRemarks {
  const launches = db
    .prepare<[number], LaunchRow>(
      `SELECT json_extract(s.spec, '$.suite.comparable') AS comparable, json_extract(s.spec, '$.fake') AS fake
       FROM launch l JOIN launch_spec s ON s.launch_id = l.id WHERE l.run_id = ?`,
    )
    .all(runId);
  const notApplied = db
    .prepare<[number], number>(
      `SELECT count(*) FROM transcript WHERE run_id = ? AND metadata LIKE '%conditionNotApplied%'
         AND json_type(metadata, '$.conditionNotApplied') = 'text'`,
    )
    .pluck();
  return {
    runId,
    comparable: launches.length === 0 ? null : launches.every(({ comparable }) => comparable !== 0),
    fake: [...new Set(launches.flatMap(({ fake }) => JSON.parse(fake ?? '[]') as readonly string[]))],
    conditionNotApplied: launches.length === 0 ? 0 : (notApplied.get(runId) ?? 0),
  };
}
