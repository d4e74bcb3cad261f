/** Two raters' classes counted against each other. */

/** An item's two ratings; undefined where that rater said nothing. */
export type RatedPair = readonly [string | undefined, string | undefined];

export interface CrossTable {
  /** In the order of rows and columns. */
  readonly classes: readonly string[];
  /** `counts[i][j]`: items that the first rater put in class i and the second in class j. */
  readonly counts: readonly (readonly number[])[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Items that both rated. */
  readonly n: number;
  /** Items that one rated, and that none rated; they are in no cell. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/**
 * Counts pairs.
 *
 * @param classes order of the classes, which weights for ordered classes go by; classes that occur but aren't named are put
 * behind, in alphabetical order
 */
export function crossTable(pairs: Iterable<RatedPair>, classes: readonly string[] = []): CrossTable {
  const counted = new Map<string, Map<string, number>>();
  const seen = new Set<string>();
  const missing = { onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (const [one, other] of pairs) {
    if (one === undefined && other === undefined) missing.neither++;
    else if (one === undefined) missing.onlySecond++;
    else if (other === undefined) missing.onlyFirst++;
    else {
      seen.add(one).add(other);
      const row = counted.get(one) ?? new Map<string, number>();
      counted.set(one, row.set(other, (row.get(other) ?? 0) + 1));
    }
  }
  const unnamed = [...seen].filter((name) => !classes.includes(name)).sort(byCodeUnits);
  const all = [...classes, ...unnamed];
  const counts = all.map((one) => all.map((other) => counted.get(one)?.get(other) ?? 0));
  return { ...tableOfCounts(all, counts), ...missing };
}

/** A table whose cells are known. */
export function tableOfCounts(
  classes: readonly string[],
  counts: readonly (readonly number[])[],
): CrossTable {
  const rows = counts.map(sum);
  const columns = classes.map((_, j) => sum(counts.map((row) => row[j] ?? 0)));
  return { classes, counts, rows, columns, n: sum(rows), onlyFirst: 0, onlySecond: 0, neither: 0 };
}

/** Calls `visit` for every cell that isn't empty. */
export function eachCell({ counts }: CrossTable, visit: (count: number, i: number, j: number) => void): void {
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      if (count > 0) visit(count, i, j);
    });
  });
}

/** True when all ratings of both raters are of one class: agreement by chance is then certain. */
export function isOneClass({ rows, columns, n }: CrossTable): boolean {
  return rows.some((row, i) => row === n && columns[i] === n);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
