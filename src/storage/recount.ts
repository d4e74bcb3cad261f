import type { AuditDatabase } from './auditDatabase.ts';
import type { SqliteConnection } from './loadSqlite.ts';
import { checkQueues } from './queues/checkQueues.ts';
import { ShortWrites, type LongOperation } from './shortWrites.ts';

/**
 * Compares the derived columns and tables with what they are derived from: leaf summaries with a recount, leaf_seq with
 * 1..n, turn counts with turns, what became of the items of queues with label events. Scans everything: for the worker and for tests.
 *
 * @returns one sentence for each disagreement, at most 100; empty when all is well
 */
export function checkCounts(database: AuditDatabase): readonly string[] {
  const { db } = database;
  return [...summaryProblems(db), ...rowProblems(db), ...checkQueues(db)].slice(0, 100);
}

const RECOUNT = `SELECT arm_id AS armId, probe_id AS probeId, judge_verdict AS judge, human_verdict AS human, count(*) AS n
  FROM transcript GROUP BY arm_id, probe_id, judge_verdict, human_verdict`;
const SUMMARY = `SELECT arm_id AS armId, probe_id AS probeId, judge_verdict AS judge, human_verdict AS human, n
  FROM leaf_summary`;

interface Cell {
  readonly armId: number;
  readonly probeId: number;
  readonly judge: string;
  readonly human: string;
  readonly n: number;
}

function summaryProblems(db: SqliteConnection): readonly string[] {
  const read = (sql: string): Map<string, number> =>
    new Map(
      db
        .prepare<[], Cell>(sql)
        .all()
        .map(({ armId, probeId, judge, human, n }) => [`arm ${armId} probe ${probeId} ${judge}/${human}`, n]),
    );
  const counted = read(RECOUNT);
  const stored = read(SUMMARY);
  return [...new Set([...counted.keys(), ...stored.keys()])]
    .filter((cell) => counted.get(cell) !== stored.get(cell))
    .map(
      (cell) => `${cell}: ${stored.get(cell) ?? 'no row'} in the summary, ${counted.get(cell) ?? 0} counted`,
    );
}

function rowProblems(db: SqliteConnection): readonly string[] {
  const checks: readonly (readonly [string, string])[] = [
    [
      'its transcripts are not numbered from 1 without gaps',
      // But for runs that are hidden because they are being removed.
      `SELECT 'arm ' || arm_id || ' probe ' || probe_id FROM transcript
       WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'pending-purge:' || run_id)
       GROUP BY arm_id, probe_id HAVING min(leaf_seq) <> 1 OR max(leaf_seq) <> count(*)`,
    ],
    [
      'has not the turns it should have',
      `SELECT 'transcript ' || t.id FROM transcript t
       WHERE t.turn_count <> (SELECT count(*) FROM turn n WHERE n.transcript_id = t.id)`,
    ],
    [
      'is not in the full-text index',
      `SELECT 'transcript ' || id FROM transcript WHERE id NOT IN (SELECT rowid FROM transcript_fts)`,
    ],
    [
      'is in the full-text index and nowhere else',
      `SELECT 'transcript ' || rowid FROM transcript_fts WHERE rowid NOT IN (SELECT id FROM transcript)`,
    ],
  ];
  return checks.flatMap(([problem, sql]) =>
    db
      .prepare<[], string>(`${sql} LIMIT 100`)
      .pluck()
      .all()
      .map((what) => `${what} ${problem}`),
  );
}

/**
 * SQLite's own check, whole: structure, indexes, references. Seconds on a large file: for the worker.
 *
 * @returns what is wrong; empty when the file is sound
 */
export function checkIntegrity(database: AuditDatabase): readonly string[] {
  const { db } = database;
  const check = (): readonly string[] =>
    (db.pragma('integrity_check') as readonly { readonly integrity_check: string }[])
      .map((row) => row.integrity_check)
      .filter((text) => text !== 'ok');
  let structure = check();
  for (let tries = 0; tries < 3 && structure.some((text) => text.startsWith('fts5')); tries += 1) {
    // The full-text index keeps its structure in memory, and unlike a search this check doesn't notice that another
    // connection has changed it since. What is wrong in fact stays wrong.
    db.prepare(`SELECT rowid FROM transcript_fts WHERE transcript_fts MATCH 'a' LIMIT 1`).get();
    structure = check();
  }
  const references = (db.pragma('foreign_key_check') as readonly { readonly table: string }[]).map(
    ({ table }) => `A row of ${table} refers to nothing.`,
  );
  return [...structure, ...references, ...checkCounts(database)];
}

/** Counts all leaves anew, one transaction a leaf: the repair for what `checkCounts` finds in the summary. */
export async function rebuildSummaries(
  database: AuditDatabase,
  operation: LongOperation = {},
): Promise<void> {
  const { db } = database;
  const leaves = db
    .prepare<[], { readonly armId: number; readonly probeId: number }>(
      `SELECT arm_id AS armId, probe_id AS probeId FROM transcript
       UNION SELECT arm_id, probe_id FROM leaf_summary`,
    )
    .all();
  const clear = db.prepare<[number, number]>('DELETE FROM leaf_summary WHERE arm_id = ? AND probe_id = ?');
  const count = db.prepare<[number, number]>(
    `INSERT INTO leaf_summary (arm_id, probe_id, judge_verdict, human_verdict, n)
     SELECT arm_id, probe_id, judge_verdict, human_verdict, count(*) FROM transcript
     WHERE arm_id = ? AND probe_id = ? GROUP BY judge_verdict, human_verdict`,
  );
  await new ShortWrites(database, operation.yieldFlag).all(
    leaves,
    ({ armId, probeId }) => {
      clear.run(armId, probeId);
      count.run(armId, probeId);
    },
    operation,
  );
}
