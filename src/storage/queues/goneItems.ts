import type { SqliteConnection } from '../loadSqlite.ts';

/** Items looked up at once: a few milliseconds on the host. */
const AT_ONCE = 500;
/** How long one look at all queues may take, in milliseconds. */
const BUDGET_MS = 8;

interface Counted {
  readonly state: string;
  /** Items up to this place are counted. */
  place: number;
  gone: number;
  /** What the last whole count found. */
  readonly before: number;
}

/**
 * Counts the items whose texts are in no run that shows. That takes a lookup for each, so it is done a few milliseconds at a
 * time and kept until runs or the queue change; meanwhile the last whole count stands.
 */
export class GoneItems {
  readonly #known = new Map<number, Counted>();
  readonly #state;
  readonly #page;
  #until = 0;
  #runs = '';

  constructor(db: SqliteConnection) {
    this.#state = db
      .prepare<[], string>(
        `SELECT coalesce((SELECT max(id) FROM transcript), 0) || ' '
           || coalesce((SELECT group_concat(id) FROM visible_run), '')`,
      )
      .pluck();
    this.#page = db.prepare<[number, number, number], { readonly place: number; readonly gone: number }>(
      `SELECT max(place) AS place, sum(gone) AS gone FROM (
         SELECT i.place, i.repeat_of IS NULL AND NOT EXISTS (SELECT 1 FROM transcript t JOIN visible_run r ON r.id = t.run_id
           WHERE t.content_hash = i.content_hash AND t.ordinal = i.ordinal) AS gone
         FROM queue_item i WHERE i.queue_id = ? AND i.place > ? AND i.place <= ? ORDER BY i.place LIMIT ${AT_ONCE})`,
    );
  }

  /** Before one or many questions that are asked at a time. */
  begin(): void {
    this.#until = performance.now() + BUDGET_MS;
    this.#runs = this.#state.get() ?? '';
  }

  of(queueId: number, lastPlace: number): number {
    const state = `${lastPlace} ${this.#runs}`;
    let counted = this.#known.get(queueId);
    if (counted?.state !== state) {
      const before = counted === undefined ? 0 : counted.place === Infinity ? counted.gone : counted.before;
      counted = { state, place: 0, gone: 0, before };
      this.#known.set(queueId, counted);
    }
    while (counted.place < lastPlace && performance.now() < this.#until) {
      const page = this.#page.get(queueId, counted.place, lastPlace);
      // Places may have gaps, at the end too.
      counted.place = typeof page?.place === 'number' && page.place < lastPlace ? page.place : Infinity;
      counted.gone += page?.gone ?? 0;
    }
    return counted.place === Infinity ? counted.gone : counted.before;
  }
}
