/** Who labelled what here, and how much of it others labelled too. */
import type { Opinion } from '../../core/effectiveLabel.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { opinionsOf, ownOpinionsOf } from './currentLabels.ts';
import { eventFromRow, SELECT_EVENTS, type EventRow, type StoredEvent } from './eventRows.ts';

export interface AnnotatorOverlap {
  /** Everybody with a current answer on a transcript that is here, most answers first. */
  readonly people: readonly { readonly name: string; readonly transcripts: number }[];
  /** Every two of the chosen people who answered the same transcript at least once. */
  readonly pairs: readonly {
    readonly annotators: readonly [string, string];
    readonly both: number;
    /** Where their answers mean different things: one says positive, the other negative, excluded or undecided. */
    readonly differ: number;
  }[];
  /** Transcripts that two or more of the chosen people answered. */
  readonly shared: number;
  /** Of these, those where not all mean the same; and of those, the ones that nobody adjudicated yet. */
  readonly differing: number;
  readonly open: number;
}

/**
 * Counts texts once, however many runs hold them; answers to the question of the verdict about the whole answer, which
 * hidden repeats and marked passages are not.
 *
 * @param chosen the people to compare; everybody when it isn't given
 */
export function annotatorOverlap(db: SqliteConnection, chosen?: readonly string[]): AnnotatorOverlap {
  const people = new Map<string, number>();
  const pairs = new Map<string, { annotators: [string, string]; both: number; differ: number }>();
  const total = { shared: 0, differing: 0, open: 0 };
  for (const events of eventGroups(db)) {
    const opinions = opinionsOf(events);
    for (const { annotator } of opinions) people.set(annotator, (people.get(annotator) ?? 0) + 1);
    // Who adjudicates answers once more, knowing what the others said: that is no agreement with them.
    const compared = ownOpinionsOf(events)
      .filter(({ annotator }) => chosen === undefined || chosen.includes(annotator))
      .sort((a, b) => (a.annotator < b.annotator ? -1 : 1));
    if (compared.length < 2) continue;
    const isSplit = new Set(compared.map(({ role }) => role)).size > 1;
    total.shared += 1;
    if (isSplit) total.differing += 1;
    if (isSplit && !opinions.some(({ adjudicated }) => adjudicated)) total.open += 1;
    for (const [at, a] of compared.entries()) {
      for (const b of compared.slice(at + 1)) countPair(pairs, a, b);
    }
  }
  return {
    people: [...people]
      .map(([name, transcripts]) => ({ name, transcripts }))
      .sort((a, b) => b.transcripts - a.transcripts || (a.name < b.name ? -1 : 1)),
    pairs: [...pairs.values()],
    ...total,
  };
}

function countPair(
  pairs: Map<string, { annotators: [string, string]; both: number; differ: number }>,
  a: Opinion,
  b: Opinion,
): void {
  const key = JSON.stringify([a.annotator, b.annotator]);
  const pair = pairs.get(key) ?? { annotators: [a.annotator, b.annotator], both: 0, differ: 0 };
  pair.both += 1;
  if (a.role !== b.role) pair.differ += 1;
  pairs.set(key, pair);
}

/** Everybody's events, text by text, of texts that a visible run holds. */
function* eventGroups(db: SqliteConnection): Generator<readonly StoredEvent[]> {
  const rows = db.prepare<[], EventRow>(
    `${SELECT_EVENTS} WHERE e.part = 'answer' AND e.metric = '' AND e.span = '' AND e.repeat = 0
       AND EXISTS (SELECT 1 FROM transcript t JOIN visible_run r ON r.id = t.run_id
         WHERE t.content_hash = e.content_hash AND t.ordinal = e.ordinal)
     ORDER BY e.content_hash, e.ordinal`,
  );
  let group: StoredEvent[] = [];
  for (const row of rows.iterate()) {
    const [first] = group;
    if (first !== undefined && (first.key.hash !== row.hash || first.key.ordinal !== row.ordinal)) {
      yield group;
      group = [];
    }
    group.push(eventFromRow(row));
  }
  if (group.length > 0) yield group;
}
