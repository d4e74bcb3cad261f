/** What of one annotator's labels is still to be written to their file. */
import type { LabelEvent } from '../../core/labelEvent.ts';
import { formatEventLine, formatHeaderLine, type SchemeVersion } from '../../core/labelFile.ts';
import { eventFromRow, publicEvent, SELECT_EVENTS, type EventRow } from '../../storage/labels/eventRows.ts';
import { readSchemes } from '../../storage/labels/schemeRows.ts';
import type { SqliteConnection } from '../../storage/loadSqlite.ts';
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

/** Collects the lines to write, and what will be in the file once they are. */
export class OwnLines {
  events = 0;
  readonly #schemes: ReadonlyMap<string, SchemeVersion>;
  readonly #defined: Set<string>;

  constructor(db: SqliteConnection, own: Pick<OwnLabels, 'schemes'>) {
    this.#schemes = new Map(readSchemes(db).map((scheme) => [scheme.version, scheme]));
    this.#defined = new Set(own.schemes);
  }

  get schemes(): readonly string[] {
    return [...this.#defined];
  }

  /** The lines of events that `isThere` doesn't know, each scheme's definition before its first event. */
  *of(events: Iterable<LabelEvent>, isThere: (eventId: string) => boolean): Generator<string> {
    for (const event of events) {
      if (isThere(event.eventId)) continue;
      const { version } = event.scheme;
      const scheme = this.#schemes.get(version);
      if (scheme !== undefined && !this.#defined.has(version)) {
        this.#defined.add(version);
        yield formatHeaderLine(scheme);
      }
      this.events += 1;
      yield formatEventLine(event);
    }
  }
}
