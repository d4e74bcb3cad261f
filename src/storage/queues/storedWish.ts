import type { QueueWish } from '../../core/queue.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** What of a wish the definition doesn't tell, because it names ids of this database: needed to draw more. */
export type LocalWish = Pick<QueueWish, 'scope' | 'criteria' | 'repeats'>;

const PREFIX = 'queue-wish:';

/** To be called in a transaction, or where the statement's own will do. */
export function storeWish(db: SqliteConnection, uid: string, { scope, criteria, repeats }: LocalWish): void {
  db.prepare<[string, string]>(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(`${PREFIX}${uid}`, JSON.stringify({ scope, criteria, repeats }));
}

/** Undefined for queues that were made elsewhere. */
export function storedWish(db: SqliteConnection, uid: string): LocalWish | undefined {
  const text = db
    .prepare<[string], string>('SELECT value FROM meta WHERE key = ?')
    .pluck()
    .get(`${PREFIX}${uid}`);
  return text === undefined ? undefined : (JSON.parse(text) as LocalWish);
}
