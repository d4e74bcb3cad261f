/** What two raters said of many texts, counted as it streams by: memory grows with classes, not with texts. */
import type { CountedPair } from '../agreement/collapse.ts';
import type { ScoredPair } from '../agreement/scoredPairs.ts';

/** More groups than this are put together under `OTHER_GROUPS`. */
const MOST_GROUPS = 200;
/** More classes than this on a side are put together under `OTHER_CLASSES`. */
const MOST_CLASSES = 60;
export const OTHER_GROUPS = 'all others';
export const OTHER_CLASSES = 'all others';

/** Of more texts than this only a sample is kept, the same on every machine. */
export const MOST_KEPT = 20_000;

/** Counts of pairs of classes. */
export class PairCounts {
  readonly #cells = new Map<string, Map<string, number>>();
  readonly #seconds = new Set<string>();
  n = 0;

  add(one: string, other: string): void {
    const first = this.#cells.has(one) || this.#cells.size < MOST_CLASSES ? one : OTHER_CLASSES;
    const second = this.#seconds.has(other) || this.#seconds.size < MOST_CLASSES ? other : OTHER_CLASSES;
    this.#seconds.add(second);
    const row = this.#cells.get(first) ?? new Map<string, number>();
    this.#cells.set(first, row.set(second, (row.get(second) ?? 0) + 1));
    this.n += 1;
  }

  *pairs(): Generator<CountedPair> {
    for (const [one, row] of this.#cells) for (const [other, n] of row) yield [one, other, n];
  }

  get firstClasses(): ReadonlySet<string> {
    return new Set(this.#cells.keys());
  }

  get secondClasses(): ReadonlySet<string> {
    return this.#seconds;
  }
}

/** Things of texts: all of them, or of very many a simple random sample by the texts' hashes. */
export class HashSample<Item> {
  #kept: (readonly [place: number, item: Item])[] = [];
  /** Places below this are kept. */
  #limit = 2 ** 32;
  readonly #most: number;
  n = 0;

  constructor(most = MOST_KEPT) {
    this.#most = most;
  }

  /** @param place a number that is uniform over 0..2^32-1 and the text's own: the beginning of its hash */
  add(place: number, item: Item): void {
    this.n += 1;
    if (place >= this.#limit) return;
    this.#kept.push([place, item]);
    if (this.#kept.length < 2 * this.#most) return;
    this.#kept.sort(([a], [b]) => a - b);
    this.#limit = this.#kept[this.#most]?.[0] ?? this.#limit;
    this.#kept = this.#kept.filter(([at]) => at < this.#limit);
  }

  /** True where `items` is a sample. */
  get isSample(): boolean {
    return this.#kept.length < this.n;
  }

  get items(): Item[] {
    return this.#kept.map(([, item]) => item);
  }
}

/** Two raters' classes, scores or both, all together and by group. */
export class PairTally {
  readonly all = new PairCounts();
  readonly scores = new HashSample<ScoredPair>();
  readonly groups = new Map<string, PairCounts>();

  addClasses(one: string, other: string, group: string | undefined): void {
    this.all.add(one, other);
    if (group === undefined) return;
    const name = this.groups.has(group) || this.groups.size < MOST_GROUPS ? group : OTHER_GROUPS;
    const counts = this.groups.get(name) ?? new PairCounts();
    counts.add(one, other);
    this.groups.set(name, counts);
  }
}
