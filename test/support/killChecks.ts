// What must hold for a database whose writers were killed.
import assert from 'node:assert/strict';
import { openDatabase } from '../../src/storage/openDatabase.ts';
import { checkIntegrity } from '../../src/storage/recount.ts';

export interface KilledDatabase {
  /** Status and number of transcripts of each run, by its id. */
  readonly runs: ReadonlyMap<number, { readonly status: string; readonly transcripts: number }>;
  /** Transcripts of the runs that an import had not finished. */
  readonly unfinishedTranscripts: number;
  readonly labelEvents: number;
}

/**
 * Opens the database as a new process would, and asserts that it is sound: SQLite's own check, references, whole
 * transcripts in the index, counts equal to a recount, no transcript without the judgments its file has, and every
 * label event that was confirmed.
 *
 * @param judgmentsEach how many judgments the files give each transcript
 */
export async function assertSound(
  path: string,
  confirmedEvents: Iterable<string>,
  judgmentsEach: number,
): Promise<KilledDatabase> {
  const database = await openDatabase(path, { role: 'worker' });
  try {
    const { db } = database;
    assert.deepEqual(checkIntegrity(database), []);
    const half = db
      .prepare<[number], number>(
        `SELECT count(*) FROM transcript t
         WHERE (SELECT count(*) FROM judgment j WHERE j.transcript_id = t.id) <> ?`,
      )
      .pluck()
      .get(judgmentsEach);
    assert.equal(half, 0, 'transcripts without all of their judgments');
    const has = db.prepare<[string], number>('SELECT 1 FROM label_event WHERE event_id = ?').pluck();
    const lost = [...confirmedEvents].filter((id) => has.get(id) === undefined);
    assert.deepEqual(lost, [], 'labels that were confirmed and are gone');
    const runs = db
      .prepare<[], { id: number; status: string; transcripts: number }>(
        `SELECT id, CASE WHEN deleted_at IS NULL THEN status ELSE 'deleted' END AS status,
           (SELECT count(*) FROM transcript t JOIN arm a ON a.id = t.arm_id WHERE a.run_id = run.id) AS transcripts
         FROM run`,
      )
      .all();
    const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
    return {
      runs: new Map(runs.map(({ id, ...run }) => [id, run])),
      unfinishedTranscripts: count(
        `SELECT count(*) FROM transcript t JOIN arm a ON a.id = t.arm_id JOIN run r ON r.id = a.run_id
         WHERE r.status <> 'complete'`,
      ),
      labelEvents: count('SELECT count(*) FROM label_event'),
    };
  } finally {
    database.close();
  }
}
