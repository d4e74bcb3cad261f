import type { QueueItem, QueueWish } from '../../core/queue.ts';
import { permanentNumberOf } from './selectFirst.ts';

type Assignment = NonNullable<QueueWish['assignment']>;

/**
 * Gives each key to `overlap` of the annotators. Loads differ by one at most, every two annotators share about equally many,
 * and the same seed, keys and earlier items give the same assignment.
 *
 * @param earlier items that are assigned already; repeats among them don't count
 */
export function assignKeys(
  seed: string,
  keys: readonly string[],
  { annotators, overlap }: Assignment,
  earlier: readonly Pick<QueueItem, 'assigned' | 'repeatOf'>[] = [],
): readonly (readonly string[])[] {
  const names = [...new Set(annotators)];
  const loads = new Map(names.map((name) => [name, 0]));
  const shared = new Map<string, number>();
  const pair = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`);
  const count = (group: readonly string[]): void => {
    for (const [i, name] of group.entries()) {
      loads.set(name, (loads.get(name) ?? 0) + 1);
      for (const other of group.slice(i + 1))
        shared.set(pair(name, other), (shared.get(pair(name, other)) ?? 0) + 1);
    }
  };
  for (const { assigned, repeatOf } of earlier) if (repeatOf === null) count(assigned);
  const k = Math.min(Math.max(1, overlap), names.length);
  return keys.map((key) => {
    const group: string[] = [];
    const chance = new Map(names.map((name) => [name, permanentNumberOf(`${seed}\nassigned\n${name}`, key)]));
    while (group.length < k) {
      const together = (name: string): number =>
        group.reduce((sum, other) => sum + (shared.get(pair(name, other)) ?? 0), 0);
      const [next] = names
        .filter((name) => !group.includes(name))
        .sort(
          (a, b) =>
            (loads.get(a) ?? 0) - (loads.get(b) ?? 0) ||
            together(a) - together(b) ||
            ((chance.get(a) ?? '') < (chance.get(b) ?? '') ? -1 : 1),
        );
      if (next === undefined) break;
      group.push(next);
    }
    count(group);
    return group.toSorted();
  });
}
