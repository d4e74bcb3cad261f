/** A run's corrected rate as it was last worked out, kept so that the trees can say it beside the raw one. */
import type { AuditDatabase } from '../auditDatabase.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { createWriteTransaction } from '../storeWrites.ts';

interface Stored {
  readonly words: string;
  /** Rule of the run then: under another one the rate is another. */
  readonly ruleId: number | null;
  /** The last label event then. */
  readonly labelRow: number;
}

const keyOf = (runId: number): string => `audit-of-run-${runId}`;

/** Keeps it; writes nothing where it is kept already, so that nobody is told of a change that is none. */
export function storeAudit(database: AuditDatabase, runId: number, words: string): void {
  const { db } = database;
  const value = JSON.stringify({ words, ...stateOf(db, runId) } satisfies Stored);
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
  const value = readValue(db, runId);
  if (value === undefined) return '';
  const { words, ruleId, labelRow } = JSON.parse(value) as Stored;
  const now = stateOf(db, runId);
  if (now.ruleId !== ruleId) return '';
  return now.labelRow === labelRow ? words : `${words}; labels were given since`;
}

function readValue(db: SqliteConnection, runId: number): string | undefined {
  return db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(keyOf(runId));
}

function stateOf(db: SqliteConnection, runId: number): Omit<Stored, 'words'> {
  const labelRow = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM label_event').pluck().get() ?? 0;
  const ruleId = db
    .prepare<[number], number | null>('SELECT verdict_rule_id FROM run WHERE id = ?')
    .pluck()
    .get(runId);
  return { labelRow, ruleId: ruleId ?? null };
}
