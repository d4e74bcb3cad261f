import type { SqliteConnection } from '../loadSqlite.ts';
import { KeyTable } from './keyTable.ts';

/** The transcripts of a queue. */
export function queueKeys(db: SqliteConnection, queueId: number): KeyTable {
  const keys = new KeyTable();
  const items = db.prepare<[number], { readonly hash: Buffer; readonly ordinal: number }>(
    'SELECT content_hash AS hash, ordinal FROM queue_item WHERE queue_id = ?',
  );
  for (const { hash, ordinal } of items.iterate(queueId)) keys.add(hash, ordinal);
  return keys;
}
