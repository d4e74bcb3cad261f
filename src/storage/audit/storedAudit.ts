/** A run's corrected rate as it was last worked out, kept so that the trees can say it beside the raw one. */
import type { AuditDatabase } from '../auditDatabase.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { createWriteTransaction } from '../storeWrites.ts';

/** A corrected rate as trees say it; both empty where it was tried and can't be told. */
export interface AuditWords {
  /** Beside the raw rate: `14.8 % [10.2, 20.1]`. */
  readonly short: string;
  /** In one line, for a tooltip. */
  readonly words: string;
}

export interface RunAudit extends AuditWords {
  readonly runId: number;
}

interface Stored extends AuditWords {
  /** Rule of the run then: under another one the rate is another. */
  readonly ruleId: number | null;
  /** The last label event then. */
  readonly labelRow: number;
}

const PREFIX = 'audit-of-run-';
const keyOf = (runId: number): string => `${PREFIX}${runId}`;

/** Keeps it; writes nothing where it is kept already, so that nobody is told of a change that is none. */
export function storeAudit(database: AuditDatabase, runId: number, { short, words }: AuditWords): void {
  const { db } = database;
  const value = JSON.stringify({ short, words, ...stateOf(db, runId) } satisfies Stored);
  if (database.readOnlyReason !== '' || readValue(db, runId) === value) return;
  createWriteTransaction(database)(() =>
    db
      .prepare<[string, string]>(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(keyOf(runId), value),
  );
}

/** In one line; empty where none was worked out under the rule of now. Says where labels were given since. */
export function storedAudit(db: SqliteConnection, runId: number): string {
  return wordsNow(db, runId)?.words ?? '';
}

/** Every visible run that has one. */
export function storedAudits(db: SqliteConnection): readonly RunAudit[] {
  const runs = db
    .prepare<[], number>(
      `SELECT r.id FROM visible_run r JOIN meta m ON m.key = '${PREFIX}' || r.id ORDER BY r.id`,
    )
    .pluck()
    .all();
  return runs.flatMap((runId) => {
    const words = wordsNow(db, runId);
    return words === undefined || words.short === '' ? [] : [{ runId, ...words }];
  });
}

/** Visible runs whose rates people's labels may correct: with an answered sample, or with every transcript labelled. */
export function auditedRuns(db: SqliteConnection): readonly number[] {
  return db
    .prepare<[], number>(
      `SELECT r.id FROM visible_run r WHERE r.content <> 'training' AND (
         EXISTS (SELECT 1 FROM queue_run w JOIN queue q ON q.id = w.queue_id AND q.purpose = 'sample' AND q.deleted_at IS NULL
           JOIN queue_block b ON b.queue_id = q.id AND b.answered > 0 WHERE w.run_id = r.id)
         OR (SELECT sum(l.n) > 0 AND sum(CASE l.human_verdict WHEN 'none' THEN l.n ELSE 0 END) = 0
           FROM arm a JOIN leaf_summary l ON l.arm_id = a.id WHERE a.run_id = r.id))
       ORDER BY r.id`,
    )
    .pluck()
    .all();
}

/** False where labels or another rule outdated it, or it was never worked out. */
export function isCurrent(db: SqliteConnection, runId: number): boolean {
  const value = readValue(db, runId);
  if (value === undefined) return false;
  const { short, ruleId, labelRow } = JSON.parse(value) as Partial<Stored>;
  const now = stateOf(db, runId);
  // Earlier versions kept no short form.
  return short !== undefined && now.ruleId === ruleId && now.labelRow === labelRow;
}

function wordsNow(db: SqliteConnection, runId: number): AuditWords | undefined {
  const value = readValue(db, runId);
  if (value === undefined) return undefined;
  const { short = '', words = '', ruleId, labelRow } = JSON.parse(value) as Partial<Stored>;
  const now = stateOf(db, runId);
  if (now.ruleId !== ruleId || words === '') return undefined;
  return { short, words: now.labelRow === labelRow ? words : `${words}; labels were given since` };
}

function readValue(db: SqliteConnection, runId: number): string | undefined {
  return db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(keyOf(runId));
}

function stateOf(db: SqliteConnection, runId: number): Omit<Stored, keyof AuditWords> {
  const labelRow = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM label_event').pluck().get() ?? 0;
  const ruleId = db
    .prepare<[number], number | null>('SELECT verdict_rule_id FROM run WHERE id = ?')
    .pluck()
    .get(runId);
  return { labelRow, ruleId: ruleId ?? null };
}
