import { AuditError } from '../core/errors.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import type { YieldFlag } from './retryWhenBusy.ts';
import { ShortWrites } from './shortWrites.ts';

/**
 * Notes something of a run as a whole that comes from no file of it; an earlier value of that name that was attached is
 * replaced, what the run's own files say stays.
 *
 * @throws AuditError `not-found`, `read-only`, `database-busy`, `disk-full`
 */
export function attachFact(
  database: AuditDatabase,
  runId: number,
  fact: { readonly name: string; readonly value: unknown },
  yieldFlag?: YieldFlag,
): void {
  const { db } = database;
  const exists = db
    .prepare<[number], number>('SELECT 1 FROM run WHERE id = ? AND deleted_at IS NULL')
    .pluck();
  const remove = db.prepare<[number, string]>(
    'DELETE FROM run_fact WHERE run_id = ? AND name = ? AND source_file_id IS NULL',
  );
  const insert = db.prepare<[number, string, string]>(
    'INSERT INTO run_fact (run_id, source_file_id, name, value) VALUES (?, NULL, ?, ?)',
  );
  const value = JSON.stringify(fact.value);
  new ShortWrites(database, yieldFlag).once(0, 1, () => {
    if (exists.get(runId) === undefined) throw new AuditError('not-found', 'That run is gone.');
    remove.run(runId, fact.name);
    insert.run(runId, fact.name, value);
  });
}

/** The newest value of that name, as recorded; undefined when there is none or it can't be read. */
export function newestFact({ db }: Pick<AuditDatabase, 'db'>, runId: number, name: string): unknown {
  const value = db
    .prepare<[number, string], string>(
      'SELECT value FROM run_fact WHERE run_id = ? AND name = ? ORDER BY id DESC LIMIT 1',
    )
    .pluck()
    .get(runId, name);
  try {
    return value === undefined ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
}
