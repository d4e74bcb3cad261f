import type { QueueWish } from '../../core/queue.ts';
import { permanentNumberOf } from './selectFirst.ts';

/** Keys of a list in the order of work: as they came, or in the permanent random order of the seed. */
export function orderKeys(
  { order, seed }: Pick<QueueWish, 'order' | 'seed'>,
  keys: readonly string[],
): readonly string[] {
  if (order === 'fixed') return keys;
  return keys
    .map((key) => ({ key, random: permanentNumberOf(seed, key) }))
    .sort((a, b) => (a.random < b.random ? -1 : a.random > b.random ? 1 : 0))
    .map(({ key }) => key);
}
