/** Which texts of a scope have labels, in pages, so that memory stays flat however many there are. */
import type { SqliteConnection } from '../loadSqlite.ts';
import { transcriptPages } from '../transcriptPages.ts';

/** A content key as the tables have it. */
export interface RawKey {
  readonly hash: Buffer;
  readonly ordinal: number;
}

const KEYS_AT_ONCE = 400;

/**
 * Keys of texts with label events, each once: of every label there is, in the order of the key. Runs don't matter here.
 */
export function* keysWithLabels(db: SqliteConnection): Generator<readonly RawKey[]> {
  const page = db.prepare<[RawKey], RawKey>(
    `SELECT DISTINCT content_hash AS hash, ordinal FROM label_event
     WHERE (content_hash, ordinal) > (@hash, @ordinal) ORDER BY content_hash, ordinal LIMIT ${KEYS_AT_ONCE}`,
  );
  for (let last: RawKey = { hash: Buffer.alloc(0), ordinal: -1 }; ;) {
    const keys = page.all(last);
    yield keys;
    const end = keys.at(-1);
    if (end === undefined || keys.length < KEYS_AT_ONCE) return;
    last = end;
  }
}

/** Keys of these runs' transcripts that have label events; a text that is in two of them comes twice. */
export function* labelledKeysOf(
  db: SqliteConnection,
  runIds: readonly number[],
): Generator<readonly RawKey[]> {
  const labelled = db.prepare<[string], RawKey>(
    `SELECT t.content_hash AS hash, t.ordinal FROM json_each(?) place CROSS JOIN transcript t ON t.id = place.value
     WHERE EXISTS (SELECT 1 FROM label_event e WHERE e.content_hash = t.content_hash AND e.ordinal = t.ordinal)`,
  );
  for (const runId of runIds) {
    for (const ids of transcriptPages(db, runId)) yield labelled.all(JSON.stringify(ids));
  }
}

/** Keys of a queue's items, hidden repeats left out. */
export function* keysOfQueue(db: SqliteConnection, queueId: number): Generator<readonly RawKey[]> {
  const page = db.prepare<[number, number], RawKey & { readonly place: number }>(
    `SELECT place, content_hash AS hash, ordinal FROM queue_item
     WHERE queue_id = ? AND place > ? AND repeat_of IS NULL ORDER BY place LIMIT ${KEYS_AT_ONCE}`,
  );
  for (let last = -1; ;) {
    const rows = page.all(queueId, last);
    yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < KEYS_AT_ONCE) return;
    last = end.place;
  }
}

/** The way to the labelled texts of these runs that looks at fewer rows. */
export function labelledKeys(db: SqliteConnection, runIds: readonly number[]): Generator<readonly RawKey[]> {
  const events = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM label_event').pluck().get() ?? 0;
  const transcripts =
    db
      .prepare<[string], number>(
        `SELECT coalesce(sum(l.n), 0) FROM json_each(?) run JOIN arm a ON a.run_id = run.value
         JOIN leaf_summary l ON l.arm_id = a.id`,
      )
      .pluck()
      .get(JSON.stringify(runIds)) ?? 0;
  return events <= transcripts ? keysWithLabels(db) : labelledKeysOf(db, runIds);
}
