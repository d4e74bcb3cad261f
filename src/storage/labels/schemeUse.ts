/** What was labelled under which version of which label scheme. */
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** A version that label events here name. */
export interface SchemeUse {
  readonly name: string;
  readonly version: string;
  /** Null where labels arrived before the definition. */
  readonly scheme: LabelScheme | null;
  /** Labels that stand now: last of their chains, with an answer or a score. */
  readonly labels: number;
  /** Of these by id of the answer; those without an answer are left out. */
  readonly byAnswer: Readonly<Record<string, number>>;
  /** People whose labels these are. */
  readonly annotators: number;
  /** When the first event named it, ISO 8601, as the annotators' clocks had it; null before any did. */
  readonly firstUsed: string | null;
}

interface PageRow {
  readonly schemeId: number;
  readonly annotator: string;
  /** Null for acts that are no current label. */
  readonly answer: string | null;
  readonly labels: number;
  readonly firstTime: string;
}

const EVENTS_AT_ONCE = 2_000;

/** The event that `e` would have to give way to as the current label of its chain. */
const LATER = `SELECT 1 FROM label_event o
  WHERE o.content_hash = e.content_hash AND o.ordinal = e.ordinal AND o.part = e.part AND o.annotator = e.annotator
    AND o.metric = e.metric AND o.span = e.span AND o.repeat = e.repeat
    AND (o.seq > e.seq OR (o.seq = e.seq AND o.event_id > e.event_id))`;

/**
 * Reads every event once, some thousands at a time.
 *
 * @param breathe called between them: gives way to others, and may throw to stop
 * @returns by name, and of one name by first use
 */
export async function schemeUse(
  db: SqliteConnection,
  breathe: () => Promise<void>,
): Promise<readonly SchemeUse[]> {
  const schemes = db
    .prepare<
      [],
      { readonly id: number; readonly name: string; readonly version: string; readonly definition: string }
    >('SELECT id, name, version_hash AS version, definition FROM label_scheme')
    .all();
  const page = db.prepare<[number, number], PageRow>(
    `SELECT e.scheme_id AS schemeId, e.annotator, e.answer, min(e.time) AS firstTime,
       sum((e.answer IS NOT NULL OR e.scores <> '{}') AND NOT EXISTS (${LATER})) AS labels
     FROM label_event e WHERE e.id > ? AND e.id <= ? GROUP BY e.scheme_id, e.annotator, e.answer`,
  );
  const last = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM label_event').pluck().get() ?? 0;
  const tallies = new Map<number, Tally>();
  for (let after = 0; after < last; after += EVENTS_AT_ONCE) {
    for (const row of page.all(after, after + EVENTS_AT_ONCE)) {
      const tally = tallies.get(row.schemeId) ?? new Tally();
      tallies.set(row.schemeId, tally);
      tally.add(row);
    }
    await breathe();
  }
  return schemes
    .map(({ id, name, version, definition }) => ({
      name,
      version,
      scheme: definition === '' ? null : (JSON.parse(definition) as LabelScheme),
      ...(tallies.get(id) ?? new Tally()).sums(),
    }))
    .sort(
      (a, b) =>
        order(a.name, b.name) || order(a.firstUsed ?? '~', b.firstUsed ?? '~') || order(a.version, b.version),
    );
}

class Tally {
  readonly #byAnswer = new Map<string, number>();
  readonly #annotators = new Set<string>();
  #labels = 0;
  #firstUsed: string | null = null;

  add({ annotator, answer, labels, firstTime }: PageRow): void {
    if (this.#firstUsed === null || firstTime < this.#firstUsed) this.#firstUsed = firstTime;
    if (labels === 0) return;
    this.#labels += labels;
    this.#annotators.add(annotator);
    if (answer !== null) this.#byAnswer.set(answer, (this.#byAnswer.get(answer) ?? 0) + labels);
  }

  sums(): Pick<SchemeUse, 'labels' | 'byAnswer' | 'annotators' | 'firstUsed'> {
    return {
      labels: this.#labels,
      byAnswer: Object.fromEntries(this.#byAnswer),
      annotators: this.#annotators.size,
      firstUsed: this.#firstUsed,
    };
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
