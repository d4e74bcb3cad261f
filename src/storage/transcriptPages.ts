import type { SqliteConnection } from './loadSqlite.ts';

const PAGE = 1000;

/** Ids of a run's transcripts in order, in pages; what is written between two pages is allowed for. */
export function* transcriptPages(db: SqliteConnection, runId: number): Generator<readonly number[]> {
  const page = db
    .prepare<[number, number], number>(
      `SELECT id FROM transcript WHERE run_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
    )
    .pluck();
  let last = 0;
  for (;;) {
    const ids = page.all(runId, last);
    if (ids.length === 0) return;
    yield ids;
    last = ids.at(-1) ?? last;
  }
}
