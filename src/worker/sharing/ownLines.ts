/** What of one annotator's labels is still to be written to their file. */
import type { LabelEvent } from '../../core/labelEvent.ts';
import { formatEventLine, formatHeaderLine, type SchemeVersion } from '../../core/labelFile.ts';
import { formatQueueLines } from '../../core/labelFileQueue.ts';
import { LONGEST_LINE_BYTES } from '../../exporters/labels/boundedLines.ts';
import { eventFromRow, publicEvent, SELECT_EVENTS, type EventRow } from '../../storage/labels/eventRows.ts';
import { readSchemes } from '../../storage/labels/schemeRows.ts';
import type { SqliteConnection } from '../../storage/loadSqlite.ts';
import { queueDefinition } from '../../storage/queues/queueReader.ts';
import type { OwnLabels } from './sharingState.ts';

const EVENTS_AT_ONCE = 500;

/** The labels that an annotator gave by hand after an event and up to another, in the order they were stored. */
export function* eventsBetween(
  db: SqliteConnection,
  annotator: string,
  after: number,
  upTo: number,
): Generator<LabelEvent> {
  // What a results file carried comes with that file, so it isn't written. The sign keeps SQLite from sorting all events of
  // the annotator to find the few new ones.
  const page = db.prepare<[number, number, string], EventRow>(
    `${SELECT_EVENTS} WHERE e.id > ? AND e.id <= ? AND +e.annotator = ? AND e.source IS NULL
     ORDER BY e.id LIMIT ${EVENTS_AT_ONCE}`,
  );
  for (let last = after; ;) {
    const rows = page.all(last, upTo, annotator);
    for (const row of rows) yield publicEvent(eventFromRow(row));
    const end = rows.at(-1);
    if (end === undefined || rows.length < EVENTS_AT_ONCE) return;
    last = end.rowid;
  }
}

/** The rowid of the last label event there is. */
export function lastEvent(db: SqliteConnection): number {
  return db.prepare<[], number | null>('SELECT max(id) FROM label_event').pluck().get() ?? 0;
}

interface OwnWave {
  readonly queueId: number;
  readonly uid: string;
  readonly wave: number;
}

/** Names a wave of a queue in what is remembered. */
export function waveName(uid: string, wave: number): string {
  return `${uid} ${wave}`;
}

/** Collects the lines to write, and what will be in the file once they are. */
export class OwnLines {
  events = 0;
  queues = 0;
  readonly #db: SqliteConnection;
  readonly #schemes: ReadonlyMap<string, SchemeVersion>;
  readonly #defined: Set<string>;
  readonly #waves: Set<string>;

  /** @param own what is in the file by now, and of waves in any file */
  constructor(db: SqliteConnection, own: Pick<OwnLabels, 'schemes' | 'waves'>) {
    this.#db = db;
    this.#schemes = new Map(readSchemes(db).map((scheme) => [scheme.version, scheme]));
    this.#defined = new Set(own.schemes);
    this.#waves = new Set(own.waves);
  }

  get schemes(): readonly string[] {
    return [...this.#defined];
  }

  get waves(): readonly string[] {
    return [...this.#waves];
  }

  /** The lines of the parts of queues that the annotator made and no file defines yet. */
  *ofQueues(annotator: string): Generator<string> {
    const made = this.#db
      .prepare<[string], OwnWave>(
        `SELECT q.id AS queueId, q.uid, w.wave FROM queue_wave w JOIN queue q ON q.id = w.queue_id
         WHERE w.created_by = ? AND q.last_place > 0 AND q.deleted_at IS NULL ORDER BY q.id, w.wave`,
      )
      .all(annotator);
    for (const { queueId, uid, wave } of made) {
      if (this.#waves.has(waveName(uid, wave))) continue;
      this.#waves.add(waveName(uid, wave));
      const definition = queueDefinition(this.#db, queueId);
      const waves = definition.waves.filter((each) => each.wave === wave);
      for (const line of formatQueueLines({ ...definition, waves })) {
        // Longer ones, of hundreds of thousands of transcripts, are passed over by whoever reads them.
        if (Buffer.byteLength(line) > LONGEST_LINE_BYTES) continue;
        this.queues += 1;
        yield line;
      }
    }
  }

  /** The lines of events that `isThere` doesn't know, each scheme's definition before its first event. */
  *of(events: Iterable<LabelEvent>, isThere: (eventId: string) => boolean): Generator<string> {
    for (const event of events) {
      if (isThere(event.eventId)) continue;
      const { version } = event.scheme;
      const scheme = this.#schemes.get(version);
      if (scheme !== undefined && !this.#defined.has(version)) {
        this.#defined.add(version);
        // Shared files say the later version from the start, since anything may follow.
        yield formatHeaderLine(scheme, 2);
      }
      this.events += 1;
      yield formatEventLine(event);
    }
  }
}
