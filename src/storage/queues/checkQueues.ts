import { formatContentKey } from '../../core/contentKey.ts';
import { queueResponse } from '../../core/queueResponse.ts';
import { eventFromRow, SELECT_EVENTS, type EventRow, type StoredEvent } from '../labels/eventRows.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { BLOCK_PLACES } from './queueBlocks.ts';
import { ITEM_COLUMNS, itemFromRow, type ItemColumns } from './queueRows.ts';

/**
 * Compares what is kept of queues for speed with what it follows from: responses with the label events, read anew from
 * nothing else; counts and tasks with items and responses. Reads all labels of queues: for the worker and for tests.
 *
 * @returns one sentence for each disagreement; empty when all is well
 */
export function checkQueues(db: SqliteConnection): readonly string[] {
  const queues = db
    .prepare<[], { readonly id: number; readonly uid: string; readonly lastPlace: number }>(
      'SELECT id, uid, last_place AS lastPlace FROM queue WHERE last_place > 0 ORDER BY id',
    )
    .all();
  return queues.flatMap(({ id, uid, lastPlace }) => {
    const told = responsesOf(db, id, uid, lastPlace);
    return [
      ...differences(`queue ${id}: the response at`, told, storedResponses(db, id, lastPlace)),
      ...differences(`queue ${id}: counts of`, countsOf(db, id, lastPlace, told), storedCounts(db, id)),
    ];
  });
}

/** Response by annotator and place, as `kind event last-event seconds`. */
function responsesOf(db: SqliteConnection, queueId: number, uid: string, last: number): Map<string, string> {
  const items = Map.groupBy(itemsOf(db, queueId, last), ({ key }) => formatContentKey(key));
  const events = db
    .prepare<[string], EventRow>(
      `${SELECT_EVENTS} WHERE e.queue = ? AND e.part = 'answer' AND e.metric = '' AND e.span = ''`,
    )
    .all(uid)
    .map(eventFromRow);
  const byItem = new Map<string, StoredEvent[]>();
  for (const event of events) {
    for (const item of items.get(formatContentKey(event.key)) ?? []) {
      const isAbout =
        item.repeatOf === null
          ? event.repeat === undefined
          : event.repeat !== undefined && event.place === item.place;
      if (!isAbout) continue;
      const name = nameOf(event.annotator, item.place);
      const theirs = byItem.get(name);
      if (theirs === undefined) byItem.set(name, [event]);
      else theirs.push(event);
    }
  }
  const told = new Map<string, string>();
  for (const [name, theirs] of byItem) {
    const response = queueResponse(theirs.map((event) => ({ ...event, answer: event.state.answer })));
    if (response === undefined) continue;
    told.set(name, [response.kind, response.eventId, response.lastEventId, response.seconds].join(' '));
  }
  return told;
}

function storedResponses(db: SqliteConnection, queueId: number, last: number): Map<string, string> {
  const rows = db
    .prepare<[number, number], readonly [string, number, string, string, string, number | null]>(
      `SELECT annotator, place, response, event_id, last_event_id, seconds FROM queue_response
       WHERE queue_id = ? AND place <= ?`,
    )
    .raw()
    .all(queueId, last);
  return new Map(
    rows.map(([annotator, place, ...response]) => [nameOf(annotator, place), response.join(' ')]),
  );
}

/** By annotator and block: items, answered, unsure, skipped. */
function countsOf(
  db: SqliteConnection,
  queueId: number,
  last: number,
  told: ReadonlyMap<string, string>,
): Map<string, string> {
  const counts = new Map<string, number[]>();
  const count = (annotator: string, place: number, column: number): void => {
    const name = nameOf(annotator, Math.floor((place - 1) / BLOCK_PLACES));
    const row = counts.get(name) ?? [0, 0, 0, 0];
    row[column] = (row[column] ?? 0) + 1;
    counts.set(name, row);
  };
  const items = new Map(itemsOf(db, queueId, last).map((item) => [item.place, item]));
  for (const { place, assigned } of items.values()) {
    for (const annotator of assigned.length === 0 ? [''] : new Set(assigned)) count(annotator, place, 0);
  }
  for (const [name, response] of told) {
    const [annotator, place] = JSON.parse(name) as [string, number];
    const assigned = items.get(place)?.assigned ?? [];
    if (assigned.length > 0 && !assigned.includes(annotator)) continue;
    count(annotator, place, 1 + ['answered', 'unsure', 'skipped'].indexOf(response.split(' ')[0] ?? ''));
  }
  return new Map([...counts].map(([name, row]) => [name, row.join(' ')]));
}

function storedCounts(db: SqliteConnection, queueId: number): Map<string, string> {
  return new Map(
    db
      .prepare<[number], readonly [string, number, ...number[]]>(
        'SELECT annotator, block, items, answered, unsure, skipped FROM queue_block WHERE queue_id = ?',
      )
      .raw()
      .all(queueId)
      .map(([annotator, block, ...counts]): [string, string] => [nameOf(annotator, block), counts.join(' ')])
      .filter(([, counts]) => counts !== '0 0 0 0'),
  );
}

function itemsOf(db: SqliteConnection, queueId: number, last: number): ReturnType<typeof itemFromRow>[] {
  return db
    .prepare<[number, number], ItemColumns>(
      `SELECT ${ITEM_COLUMNS} FROM queue_item i WHERE i.queue_id = ? AND i.place <= ?`,
    )
    .all(queueId, last)
    .map(itemFromRow);
}

function nameOf(annotator: string, number: number): string {
  return JSON.stringify([annotator, number]);
}

function differences(
  what: string,
  told: ReadonlyMap<string, string>,
  stored: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...told.keys(), ...stored.keys()])]
    .filter((name) => told.get(name) !== stored.get(name))
    .map((name) => `${what} ${name} is “${stored.get(name) ?? ''}”, and “${told.get(name) ?? ''}” follows.`);
}
