import { setImmediate } from 'node:timers/promises';
import type { AuditDatabase } from './auditDatabase.ts';
import type { SqliteConnection } from './loadSqlite.ts';
import { PendingWork } from './pendingWork.ts';
import { LeafSummary, type LeafCell } from './rows/leafSummary.ts';
import { indexedText, REMOVE_FROM_INDEX } from './rows/transcriptText.ts';
import { createTurnReader } from './rows/turnRows.ts';
import { ShortWrites, type LongOperation } from './shortWrites.ts';
import { transcriptPages } from './transcriptPages.ts';

interface PurgedRow extends LeafCell {
  readonly promptId: number;
  readonly turnCount: number;
}

/** Names the runs being removed, so that a killed window's work is taken up again. */
const PENDING = 'pending-purge:';

/**
 * Removes runs for good: transcripts, turns, judgments, index entries, counts, problems, the runs themselves, studies
 * left empty, and prompts that no transcript has any more. Label events stay, since they are tied to texts.
 * The runs are hidden first; interrupted, the rest stays hidden and `resumePurges` removes it.
 */
export async function purgeRuns(
  database: AuditDatabase,
  runIds: readonly number[],
  operation: LongOperation = {},
): Promise<void> {
  const { db } = database;
  const writes = new ShortWrites(database, operation.yieldFlag);
  const hide = db.prepare<[string, number]>(
    `UPDATE run SET deleted_at = coalesce(deleted_at, ?), lease_owner = NULL, lease_at = NULL,
       status = CASE status WHEN 'importing' THEN 'partial' ELSE status END WHERE id = ?`,
  );
  const pending = new PendingWork(db, PENDING);
  let owners: readonly string[] = [];
  writes.once(0, 1, () => {
    owners = runIds.map((runId) => {
      hide.run(new Date().toISOString(), runId);
      return pending.begin(runId);
    });
  });
  try {
    await removeAll(database, writes, runIds, operation);
  } finally {
    for (const owner of owners) pending.leave(owner);
  }
}

async function removeAll(
  database: AuditDatabase,
  writes: ShortWrites,
  runIds: readonly number[],
  operation: LongOperation,
): Promise<void> {
  const { db } = database;
  /** Prompts that lost a transcript, by probe. */
  const prompts = new Map<number, Set<number>>();
  const remove = createTranscriptRemover(database, prompts);
  let done = 0;
  for (const runId of runIds) {
    for (const ids of transcriptPages(db, runId)) {
      await writes.all(ids, remove, {
        ...operation,
        onProgress: (count) => operation.onProgress?.(done + count),
      });
      done += ids.length;
    }
    await removeCalls(db, writes, runId);
    // What files say of the run refers to them, and is a few rows.
    writes.once(0, 1, () => db.prepare<[number]>('DELETE FROM run_fact WHERE run_id = ?').run(runId));
    await removeSources(db, writes, runId);
    withoutReferenceChecks(db, () => writes.once(0, 1, () => removeRun(db, runId)));
  }
  withoutReferenceChecks(db, () => removeUnusedPrompts(db, writes, prompts));
}

/** Finishes what a killed window left half removed. */
export async function resumePurges(database: AuditDatabase, operation: LongOperation = {}): Promise<void> {
  const runIds = new PendingWork(database.db, PENDING).abandoned();
  if (runIds.length > 0) await purgeRuns(database, runIds, operation);
}

/**
 * Removes single transcripts with all that hangs on them, and from the counts; their leaves keep gaps. The function is to
 * be called in a transaction.
 *
 * @param prompts gets the prompts that lost one, by probe
 */
export function createTranscriptRemover(
  { db }: AuditDatabase,
  prompts: Map<number, Set<number>>,
): (id: number) => void {
  const summary = new LeafSummary(db);
  const readTurns = createTurnReader(db);
  const row = db.prepare<[number], PurgedRow>(
    `SELECT arm_id AS armId, probe_id AS probeId, judge_verdict AS judgeVerdict, human_verdict AS humanVerdict,
       prompt_id AS promptId, turn_count AS turnCount FROM transcript WHERE id = ?`,
  );
  const unindex = db.prepare<[number, string, string, string]>(REMOVE_FROM_INDEX);
  const remove = db.prepare<[number]>('DELETE FROM transcript WHERE id = ?');
  return (id) => {
    const found = row.get(id);
    if (found === undefined) return;
    const { question, answer, reasoning } = indexedText(readTurns(id, 0, found.turnCount));
    unindex.run(id, question, answer, reasoning);
    // Turns, parts, branches and judgments go with it.
    remove.run(id);
    summary.add(found, -1);
    const ofProbe = prompts.get(found.probeId);
    if (ofProbe === undefined) prompts.set(found.probeId, new Set([found.promptId]));
    else ofProbe.add(found.promptId);
  };
}

/**
 * Source files and prompts have no index over the transcripts that refer to them (it would slow every import), so
 * checking a deletion would read all transcripts under the lock. That nothing refers to them is known here.
 */
function withoutReferenceChecks(db: SqliteConnection, work: () => void): void {
  db.pragma('foreign_keys = OFF');
  try {
    work();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/** A launched run may have more calls than one short transaction removes. */
async function removeCalls(db: SqliteConnection, writes: ShortWrites, runId: number): Promise<void> {
  const some = db.prepare<[number], number>('SELECT id FROM call WHERE run_id = ? LIMIT 1000').pluck();
  const remove = db.prepare<[number]>('DELETE FROM call WHERE id = ?');
  for (let ids = some.all(runId); ids.length > 0; ids = some.all(runId)) {
    await writes.all(ids, (id) => void remove.run(id));
  }
}

/** A folder may have a hundred thousand files. */
async function removeSources(db: SqliteConnection, writes: ShortWrites, runId: number): Promise<void> {
  const some = db.prepare<[number], number>('SELECT id FROM source_file WHERE run_id = ? LIMIT 1000').pluck();
  const statements = [
    'DELETE FROM import_problem WHERE source_file_id = ?',
    'DELETE FROM source_file WHERE id = ?',
  ].map((sql) => db.prepare<[number]>(sql));
  for (let ids = some.all(runId); ids.length > 0; ids = some.all(runId)) {
    for (let index = 0; index < ids.length;) {
      withoutReferenceChecks(db, () => {
        index = writes.once(index, ids.length, (i) => {
          for (const statement of statements) statement.run(ids[i] ?? 0);
        });
      });
      await setImmediate();
    }
  }
}

function removeRun(db: SqliteConnection, runId: number): void {
  const statements = [
    'DELETE FROM finding_transcript WHERE finding_id IN (SELECT id FROM finding WHERE run_id = ?)',
    'DELETE FROM finding WHERE run_id = ?',
    'DELETE FROM finding_check WHERE run_id = ?',
    'DELETE FROM leaf_summary WHERE arm_id IN (SELECT id FROM arm WHERE run_id = ?)',
    'DELETE FROM arm WHERE run_id = ?',
    'DELETE FROM call WHERE run_id = ?',
    'DELETE FROM batch WHERE launch_id IN (SELECT id FROM launch WHERE run_id = ?)',
    'DELETE FROM fault_minute WHERE launch_id IN (SELECT id FROM launch WHERE run_id = ?)',
    'DELETE FROM launch_spec WHERE launch_id IN (SELECT id FROM launch WHERE run_id = ?)',
    'DELETE FROM launch WHERE run_id = ?',
    // Queues stay, as labels do: they are of texts. What was drawn from a run is of the one that replaced it.
    `INSERT OR IGNORE INTO queue_run (queue_id, run_id) SELECT q.queue_id, r.superseded_by FROM queue_run q
     JOIN run r ON r.id = q.run_id WHERE r.id = ? AND r.superseded_by IS NOT NULL`,
    'DELETE FROM queue_run WHERE run_id = ?',
    // What this run replaced is from now on replaced by what replaced this run.
    `UPDATE run SET superseded_by = gone.superseded_by FROM (SELECT id, superseded_by FROM run WHERE id = ?) AS gone
     WHERE run.superseded_by = gone.id`,
  ];
  for (const sql of statements) db.prepare<[number]>(sql).run(runId);
  const studyId = db
    .prepare<[number], number | null>('SELECT study_id FROM run WHERE id = ?')
    .pluck()
    .get(runId);
  db.prepare<[number]>('DELETE FROM run WHERE id = ?').run(runId);
  new PendingWork(db, PENDING).settle(runId);
  if (typeof studyId !== 'number') return;
  db.prepare<[number]>(
    'DELETE FROM study WHERE id = ? AND NOT EXISTS (SELECT 1 FROM run WHERE study_id = study.id)',
  ).run(studyId);
}

/** Looks and deletes without a pause between, and again when another window committed in between. */
function removeUnusedPrompts(
  db: SqliteConnection,
  writes: ShortWrites,
  prompts: ReadonlyMap<number, ReadonlySet<number>>,
): void {
  const version = db.prepare<[], number>('PRAGMA data_version').pluck();
  const arms = db
    .prepare<[number], number>('SELECT DISTINCT arm_id FROM leaf_summary WHERE probe_id = ? AND n > 0')
    .pluck();
  const used = db
    .prepare<[number, number], number>(
      'SELECT DISTINCT prompt_id FROM transcript WHERE arm_id = ? AND probe_id = ?',
    )
    .pluck();
  const remove = db.prepare<[number]>('DELETE FROM prompt WHERE id = ?');
  for (const [probeId, candidates] of prompts) {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const before = version.get();
      const unused = new Set(candidates);
      for (const armId of arms.all(probeId)) {
        for (const promptId of used.all(armId, probeId)) unused.delete(promptId);
      }
      let settled = false;
      writes.once(0, 1, () => {
        settled = version.get() === before;
        if (settled) for (const id of unused) remove.run(id);
      });
      if (settled) break;
    }
  }
}
