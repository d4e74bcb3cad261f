/** Natural order of names: `run 2` before `run 10`, without regard to case. */

/** Something with a name, and a number that decides between equal names. */
export interface Named {
  /** Null sorts after every name. */
  readonly name: string | null;
  readonly tie: number;
}

/**
 * Text that sorts by code unit as the name does naturally: lower case, digits padded to a width. A collator would know
 * more of accents, but takes 250 ms for 100,000 names where this takes 70.
 */
function naturalKey(name: string): string {
  return name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}

/** Key to rank, from 0, in natural order of the names. */
export function rankNames<K>(named: ReadonlyMap<K, Named>): ReadonlyMap<K, number> {
  const keyed = [...named].map(([key, { name, tie }]) => ({
    key,
    name: name ?? '',
    natural: name === null ? undefined : naturalKey(name),
    tie,
  }));
  keyed.sort((a, b) => {
    if (a.natural !== b.natural) {
      if (a.natural === undefined) return 1;
      if (b.natural === undefined) return -1;
      return a.natural < b.natural ? -1 : 1;
    }
    return (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) || a.tie - b.tie;
  });
  return new Map(keyed.map(({ key }, rank) => [key, rank]));
}
