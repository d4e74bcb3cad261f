import type { Opinion } from '../../core/effectiveLabel.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { opinionsOf } from '../labels/currentLabels.ts';
import { eventFromRow, SELECT_EVENTS, type EventRow, type StoredEvent } from '../labels/eventRows.ts';
import { KeyTable } from './keyTable.ts';

/** Everybody's current answers on a text. */
export interface OpinionsByKey {
  /** Empty for texts that nobody answered. */
  of(hash: Uint8Array, ordinal: number): readonly Opinion[];
}

const NONE: readonly Opinion[] = [];

/** Reads all labels once: answers to the question of the verdict about the whole answer; repeats don't count. */
export function readOpinions(db: SqliteConnection): OpinionsByKey {
  const keys = new KeyTable();
  const byKey: (readonly Opinion[])[] = [];
  const rows = db.prepare<[], EventRow>(
    `${SELECT_EVENTS} WHERE e.part = 'answer' AND e.metric = '' AND e.span = '' AND e.repeat = 0
     ORDER BY e.content_hash, e.ordinal`,
  );
  let group: StoredEvent[] = [];
  const settle = (): void => {
    const [first] = group;
    if (first === undefined) return;
    byKey[keys.add(Buffer.from(first.key.hash, 'hex'), first.key.ordinal)] = opinionsOf(group);
    group = [];
  };
  for (const row of rows.iterate()) {
    const [first] = group;
    if (first !== undefined && (first.key.hash !== row.hash || first.key.ordinal !== row.ordinal)) settle();
    group.push(eventFromRow(row));
  }
  settle();
  return { of: (hash, ordinal) => byKey[keys.find(hash, ordinal)] ?? NONE };
}
