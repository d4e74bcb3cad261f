import { AuditError } from '../../core/errors.ts';
import type { LabelEvent } from '../../core/labelEvent.ts';
import type {
  ItemResponse,
  QueueItemRow,
  QueueProgress,
  QueueRow,
  QueueStore,
} from '../../core/queueStore.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { eventFromRow, publicEvent, SELECT_EVENTS, type EventRow } from '../labels/eventRows.ts';
import type { WriteTransaction } from '../storeWrites.ts';
import { GoneItems } from './goneItems.ts';
import {
  headColumns,
  headFromRow,
  ITEM_COLUMNS,
  itemFromRow,
  type HeadColumns,
  type ItemColumns,
} from './queueRows.ts';
import { QueueSteps } from './queueSteps.ts';

interface RowColumns extends HeadColumns {
  readonly queueId: number;
  readonly items: number;
  readonly repeats: number;
  readonly waves: number;
  readonly lastPlace: number;
}

interface StoredItem extends ItemColumns {
  readonly transcriptId: number | null;
  readonly response: ItemResponse;
}

interface ItemQuery {
  readonly queueId: number;
  readonly annotator: string;
  readonly place: number;
}

const SELECT_QUEUES = `
  SELECT q.id AS queueId, ${headColumns('coalesce(q.own_name, q.name)')}, q.last_place AS lastPlace,
    sum(w.items) AS items, sum(w.repeats) AS repeats, count(*) AS waves
  FROM queue q JOIN queue_wave w ON w.queue_id = q.id WHERE q.deleted_at IS NULL AND q.last_place > 0`;

/** Items with what became of them and a visible transcript with their text, from the runs they were drawn from if possible. */
const SELECT_ITEMS = `
  SELECT ${ITEM_COLUMNS}, a.response,
    (SELECT t.id FROM transcript t JOIN visible_run r ON r.id = t.run_id
     LEFT JOIN queue_run d ON d.queue_id = i.queue_id AND d.run_id = t.run_id
     WHERE t.content_hash = i.content_hash AND t.ordinal = i.ordinal
     ORDER BY d.run_id IS NULL, t.id LIMIT 1) AS transcriptId
  FROM queue_item i LEFT JOIN queue_response a
    ON a.queue_id = i.queue_id AND a.annotator = @annotator AND a.place = i.place
  WHERE i.queue_id = @queueId`;

/** With more open items it isn't looked whether all of them are gone. */
const MOST_GONE = 500;

/** The part of the store that is about queues. */
export function createQueueStore({ db }: AuditDatabase, write: WriteTransaction): QueueStore {
  const steps = new QueueSteps(db);
  const gone = new GoneItems(db);
  const all = db.prepare<[], RowColumns>(
    `${SELECT_QUEUES} GROUP BY q.id ORDER BY q.created_at DESC, q.id DESC`,
  );
  const one = db.prepare<[number], RowColumns>(`${SELECT_QUEUES} AND q.id = ? GROUP BY q.id`);
  const lastPlace = db.prepare<[number], number>('SELECT last_place FROM queue WHERE id = ?').pluck();
  const item = db.prepare<[ItemQuery], StoredItem>(`${SELECT_ITEMS} AND i.place = @place`);
  const some = db.prepare<[Omit<ItemQuery, 'place'> & { readonly places: string }], StoredItem>(
    `${SELECT_ITEMS} AND i.place IN (SELECT value FROM json_each(@places)) ORDER BY i.place`,
  );
  const counts = db.prepare<[number, string], Omit<QueueProgress, 'secondsEach'>>(
    `SELECT coalesce(sum(items), 0) AS total, coalesce(sum(answered), 0) AS answered, coalesce(sum(unsure), 0) AS unsure,
       coalesce(sum(skipped), 0) AS skipped FROM queue_block WHERE queue_id = ? AND annotator IN ('', ?)`,
  );
  const timed = db
    .prepare<[number, string], number>(
      'SELECT count(*) FROM queue_response WHERE queue_id = ? AND annotator = ? AND seconds IS NOT NULL',
    )
    .pluck();
  const middle = db
    .prepare<[number, string, number, number], number>(
      `SELECT seconds FROM queue_response WHERE queue_id = ? AND annotator = ? AND seconds IS NOT NULL
       ORDER BY seconds LIMIT ? OFFSET ?`,
    )
    .pluck();
  const key = db.prepare<
    [number, number],
    { readonly hash: Buffer; readonly ordinal: number; readonly repeat: number }
  >(
    `SELECT content_hash AS hash, ordinal, repeat_of IS NOT NULL AS repeat FROM queue_item WHERE queue_id = ? AND place = ?`,
  );
  const uid = db.prepare<[number], string>('SELECT uid FROM queue WHERE id = ?').pluck();
  const events = db.prepare<[Buffer, number, string], EventRow>(
    `${SELECT_EVENTS} WHERE e.content_hash = ? AND e.ordinal = ? AND +e.queue = ? ORDER BY e.annotator, e.seq, e.event_id`,
  );

  const rowOf = ({ queueId, items, repeats, waves, lastPlace: last, ...head }: RowColumns): QueueRow => ({
    queueId,
    ...headFromRow(head),
    items,
    repeats,
    waves,
    gone: gone.of(queueId, last),
  });
  function itemAt(query: ItemQuery): QueueItemRow | undefined {
    const row = query.place > (lastPlace.get(query.queueId) ?? 0) ? undefined : item.get(query);
    return row === undefined ? undefined : rowOfItem(query.queueId, row);
  }
  /** Open items once all of them are in no run; the first that can be answered ends the search. */
  function openGone(queueId: number, annotator: string, open: number): number {
    const last = lastPlace.get(queueId) ?? 0;
    if (open === 0 || open > MOST_GONE) return 0;
    for (let from = 1; ;) {
      const place = steps.neighbour({ queueId, annotator, from, to: last }, 'next', true);
      if (place === undefined) return open;
      if (itemAt({ queueId, annotator, place })?.transcriptId !== null) return 0;
      from = place + 1;
    }
  }
  function median(queueId: number, annotator: string): number | null {
    const n = timed.get(queueId, annotator) ?? 0;
    const found = middle.all(queueId, annotator, n % 2 === 0 ? 2 : 1, Math.max(0, Math.ceil(n / 2) - 1));
    return n === 0 ? null : found.reduce((sum, seconds) => sum + seconds, 0) / found.length;
  }
  const change = (sql: string) => {
    const statement = db.prepare<[string | null, number]>(sql);
    return (value: string | null, queueId: number): void =>
      write(() => {
        if (statement.run(value, queueId).changes > 0) return;
        throw new AuditError('not-found', 'That queue is gone.', 'Nothing was changed.');
      });
  };
  const rename = change('UPDATE queue SET own_name = ? WHERE id = ?');
  const setDeleted = change('UPDATE queue SET deleted_at = ? WHERE id = ?');

  return {
    queues: () => {
      gone.begin();
      return all.all().map(rowOf);
    },
    queue(queueId) {
      gone.begin();
      const row = one.get(queueId);
      return row === undefined ? undefined : rowOf(row);
    },
    queueProgress(queueId, annotator) {
      const found = counts.get(queueId, annotator) ?? { total: 0, answered: 0, unsure: 0, skipped: 0 };
      const open = found.total - found.answered - found.unsure - found.skipped;
      const unanswerable = openGone(queueId, annotator, open);
      return {
        ...found,
        ...(unanswerable === 0 ? {} : { gone: unanswerable }),
        secondsEach: median(queueId, annotator),
      };
    },
    queueItems(queueId, annotator, after, limit) {
      const range = { queueId, annotator, from: after + 1, to: lastPlace.get(queueId) ?? 0 };
      const places = JSON.stringify(steps.places(range, limit));
      return some.all({ queueId, annotator, places }).map((row) => rowOfItem(queueId, row));
    },
    queueItem: (queueId, annotator, place) => itemAt({ queueId, annotator, place }),
    queueNeighbour(queueId, annotator, place, direction, open) {
      const last = lastPlace.get(queueId) ?? 0;
      const range =
        direction === 'next' ? { from: place + 1, to: last } : { from: 1, to: Math.min(place - 1, last) };
      const found = steps.neighbour({ queueId, annotator, ...range }, direction, open);
      return found === undefined ? undefined : itemAt({ queueId, annotator, place: found });
    },
    queueEvents(queueId, place): readonly LabelEvent[] {
      const about = key.get(queueId, place);
      if (about === undefined) return [];
      return events
        .all(about.hash, about.ordinal, uid.get(queueId) ?? '')
        .map((row) => publicEvent(eventFromRow(row)))
        .filter((event) =>
          about.repeat === 1
            ? event.repeat !== undefined && event.place === place
            : event.repeat === undefined,
        );
    },
    renameQueue(queueId, name) {
      if (name.trim() === '')
        throw new AuditError('bad-input', 'A queue needs a name.', 'Nothing was changed.');
      rename(name.trim(), queueId);
    },
    deleteQueue: (queueId) => setDeleted(new Date().toISOString(), queueId),
    restoreQueue: (queueId) => setDeleted(null, queueId),
  };
}

function rowOfItem(queueId: number, row: StoredItem): QueueItemRow {
  return { ...itemFromRow(row), queueId, transcriptId: row.transcriptId, response: row.response };
}
