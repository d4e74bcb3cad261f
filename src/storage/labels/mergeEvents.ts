import type { LabelEvent } from '../../core/labelEvent.ts';
import { sameEvent, type SchemeVersion } from '../../core/labelFile.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { ShortWrites, type LongOperation } from '../shortWrites.ts';
import type { QueueDefinition } from '../../core/queue.ts';
import { QueueResponses } from '../queues/queueResponses.ts';
import { QueueWriter } from '../queues/queueWriter.ts';
import {
  eventFromRow,
  EventWriter,
  hashBytes,
  publicEvent,
  SELECT_EVENTS,
  type EventRow,
} from './eventRows.ts';
import { HumanVerdicts } from './humanVerdicts.ts';
import { SchemeRows } from './schemeRows.ts';

/** How many events a batch added, and what of it was here already. */
export interface MergedEvents {
  readonly added: number;
  readonly present: number;
  /** Ids of events that are here with other content: one of the two files was edited. */
  readonly differing: readonly string[];
}

/**
 * Adds label events from elsewhere: a set union by event id, in short transactions, each of which leaves the effective
 * labels and counts in step. Merging twice, or in another order, gives the same labels.
 */
export class EventMerger {
  readonly #writes: ShortWrites;
  readonly #writer: EventWriter;
  readonly #schemes: SchemeRows;
  readonly #verdicts: HumanVerdicts;
  readonly #responses: QueueResponses;
  readonly #queues: QueueWriter;
  readonly #answered;
  readonly #known;
  readonly #labelled;

  constructor(database: AuditDatabase, operation: LongOperation = {}) {
    const { db } = database;
    this.#writes = new ShortWrites(database, operation.yieldFlag);
    // Merged labels are as precious as given ones.
    db.pragma('synchronous = FULL');
    this.#writer = new EventWriter(db);
    this.#schemes = new SchemeRows(db);
    this.#verdicts = new HumanVerdicts(db);
    this.#responses = new QueueResponses(db);
    this.#queues = new QueueWriter(database, operation);
    this.#known = db.prepare<[string], EventRow>(`${SELECT_EVENTS} WHERE e.event_id = ?`);
    this.#answered = db.prepare<[string], EventRow>(
      `${SELECT_EVENTS} WHERE s.version_hash = ? AND e.queue IS NOT NULL AND e.answer IS NOT NULL`,
    );
    this.#labelled = db.prepare<[string], { readonly hash: Buffer; readonly ordinal: number }>(
      `SELECT DISTINCT e.content_hash AS hash, e.ordinal FROM label_event e
       JOIN label_scheme s ON s.id = e.scheme_id WHERE s.version_hash = ?`,
    );
  }

  /** Stores definitions; labels that had arrived before theirs get their meaning now. */
  async addSchemes(schemes: readonly SchemeVersion[]): Promise<void> {
    for (const scheme of schemes) {
      if (this.#schemes.isDefined(scheme.version)) continue;
      this.#writes.once(0, 1, () => this.#schemes.define(scheme));
      const keys = this.#labelled.all(scheme.version);
      await this.#writes.all(keys, ({ hash, ordinal }) => this.#verdicts.refresh(hash, ordinal));
      const answered = this.#answered.all(scheme.version).map(eventFromRow);
      await this.#writes.all(answered, (event) => this.#responses.refresh(event));
    }
  }

  /** A definition of a queue, with some of its waves or all. */
  addQueue(queue: QueueDefinition): ReturnType<QueueWriter['take']> {
    return this.#queues.take(queue);
  }

  async addEvents(events: readonly LabelEvent[]): Promise<MergedEvents> {
    let added = 0;
    let present = 0;
    const differing: string[] = [];
    await this.#writes.all(events, (event) => {
      const schemeId = this.#schemes.idOfVersion(event.scheme.name, event.scheme.version);
      if (this.#writer.add(event, schemeId)) {
        added += 1;
        this.#verdicts.refresh(hashBytes(event.key), event.key.ordinal);
        this.#responses.refresh(event);
        return;
      }
      present += 1;
      const known = this.#known.get(event.eventId);
      if (known !== undefined && !sameEvent(publicEvent(eventFromRow(known)), event))
        differing.push(event.eventId);
    });
    return { added, present, differing };
  }
}

/** Brings every effective label in step, as after another annotator was chosen for the analysis. */
export async function refreshHumanVerdicts(
  database: AuditDatabase,
  operation: LongOperation = {},
): Promise<void> {
  const { db } = database;
  const verdicts = new HumanVerdicts(db);
  const keys = db
    .prepare<[], { readonly hash: Buffer; readonly ordinal: number }>(
      'SELECT DISTINCT content_hash AS hash, ordinal FROM label_event',
    )
    .all();
  await new ShortWrites(database, operation.yieldFlag).all(
    keys,
    ({ hash, ordinal }) => verdicts.refresh(hash, ordinal),
    operation,
  );
}
