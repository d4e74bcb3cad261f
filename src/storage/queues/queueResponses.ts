import type { LabelEvent } from '../../core/labelEvent.ts';
import type { Shown } from '../../core/blindness.ts';
import { queueResponse, type QueueAct, type QueueResponse } from '../../core/queueResponse.ts';
import { hashBytes } from '../labels/eventRows.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { blockOf } from './queueBlocks.ts';

interface ItemQuery {
  readonly uid: string;
  readonly hash: Buffer;
  readonly ordinal: number;
  readonly annotator: string;
}

/** An item that an event of its queue may be about. */
interface ItemRow {
  readonly queueId: number;
  readonly place: number;
  readonly repeatOf: number | null;
  /** 1 for what the counts know: items of whole waves that the annotator is to do. */
  readonly counted: number;
}

interface ActRow extends Omit<QueueAct, 'judgeVisible' | 'shown'> {
  readonly judgeVisible: number;
  readonly shown: string | null;
  readonly repeat: number;
  readonly place: number | null;
}

function actOf({ judgeVisible, shown, ...act }: ActRow): QueueAct {
  return {
    ...act,
    judgeVisible: judgeVisible !== 0,
    ...(shown === null ? {} : { shown: JSON.parse(shown) as Shown }),
  };
}

type Counts = readonly [answered: number, unsure: number, skipped: number];

const KINDS: readonly QueueResponse['kind'][] = ['answered', 'unsure', 'skipped'];

/**
 * Keeps what became of the items of queues in step with label events. An item is found by its text, since the places of a
 * queue that two people extended may differ; hidden repeats, which are of the same text, by their place. To be used in
 * transactions.
 */
export class QueueResponses {
  readonly #items;
  readonly #acts;
  readonly #known;
  readonly #put;
  readonly #remove;
  readonly #count;

  constructor(db: SqliteConnection) {
    this.#items = db.prepare<[ItemQuery], ItemRow>(
      `SELECT i.queue_id AS queueId, i.place, i.repeat_of AS repeatOf,
         i.place <= q.last_place AND (i.assigned IS NULL OR EXISTS (SELECT 1 FROM queue_task k
           WHERE k.queue_id = i.queue_id AND k.annotator = @annotator AND k.place = i.place)) AS counted
       FROM queue_item i CROSS JOIN queue q ON q.id = i.queue_id
       WHERE i.content_hash = @hash AND i.ordinal = @ordinal AND q.uid = @uid`,
    );
    // The plus keeps the planner from the index by queue: a queue has many events, a text few.
    this.#acts = db.prepare<[ItemQuery], ActRow>(
      `SELECT e.event_id AS eventId, e.seq, e.action, e.target_event_id AS target, e.answer, x.role,
         e.seconds_spent AS secondsSpent, e.judge_visible AS judgeVisible, e.shown, e.repeat, e.place
       FROM label_event e LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer
       WHERE e.content_hash = @hash AND e.ordinal = @ordinal AND e.part = 'answer'
         AND e.annotator = @annotator AND +e.queue = @uid AND e.metric = '' AND e.span = ''`,
    );
    this.#known = db
      .prepare<[number, string, number], QueueResponse['kind']>(
        'SELECT response FROM queue_response WHERE queue_id = ? AND annotator = ? AND place = ?',
      )
      .pluck();
    this.#put = db.prepare<[number, string, number, string, string, string, number | null]>(
      `INSERT INTO queue_response (queue_id, annotator, place, response, event_id, last_event_id, seconds)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (queue_id, annotator, place) DO UPDATE SET response = excluded.response,
         event_id = excluded.event_id, last_event_id = excluded.last_event_id, seconds = excluded.seconds`,
    );
    this.#remove = db.prepare<[number, string, number]>(
      'DELETE FROM queue_response WHERE queue_id = ? AND annotator = ? AND place = ?',
    );
    this.#count = db.prepare<[number, string, number, ...Counts]>(
      `INSERT INTO queue_block (queue_id, annotator, block, answered, unsure, skipped) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (queue_id, annotator, block) DO UPDATE SET answered = answered + excluded.answered,
         unsure = unsure + excluded.unsure, skipped = skipped + excluded.skipped`,
    );
  }

  /** After an event was added, or its answer got another meaning; of no effect for events outside queues. */
  refresh(event: Pick<LabelEvent, 'queue' | 'key' | 'part' | 'annotator' | 'metric' | 'span'>): void {
    const { queue: uid, key, annotator } = event;
    if (uid === undefined || event.part !== 'answer') return;
    if (event.metric !== undefined || event.span !== undefined) return;
    const query: ItemQuery = { uid, hash: hashBytes(key), ordinal: key.ordinal, annotator };
    const items = this.#items.all(query);
    if (items.length === 0) return;
    const acts = this.#acts.all(query);
    for (const item of items) {
      const theirs = acts.filter(({ repeat, place }) =>
        item.repeatOf === null ? repeat === 0 : repeat !== 0 && place === item.place,
      );
      this.#store(item, annotator, queueResponse(theirs.map(actOf)));
    }
  }

  #store(item: ItemRow, annotator: string, response: QueueResponse | undefined): void {
    const { queueId, place } = item;
    const before = this.#known.get(queueId, annotator, place);
    if (response === undefined) {
      if (before !== undefined) this.#remove.run(queueId, annotator, place);
    } else {
      const { kind, eventId, lastEventId, seconds } = response;
      this.#put.run(queueId, annotator, place, kind, eventId, lastEventId, seconds);
    }
    if (item.counted === 0 || before === response?.kind) return;
    const [answered = 0, unsure = 0, skipped = 0] = KINDS.map(
      (kind) => Number(response?.kind === kind) - Number(before === kind),
    );
    this.#count.run(queueId, annotator, blockOf(place), answered, unsure, skipped);
  }
}
