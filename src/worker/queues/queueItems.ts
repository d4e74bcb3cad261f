import { parseContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { QueueItem, QueueWish } from '../../core/queue.ts';
import { assignKeys } from './assignItems.ts';
import { placeRepeats } from './placeRepeats.ts';

export interface KeyToPlace {
  /** As written. */
  readonly key: string;
  /** Empty in lists. */
  readonly stratum: string;
}

/**
 * The items of one wave: places go on behind the earlier ones, repeats come behind their first time in the same wave and go
 * to the same annotators.
 *
 * @param keys in the order of work
 */
export function itemsOf(
  keys: readonly KeyToPlace[],
  { seed, repeats, assignment }: Pick<QueueWish, 'seed' | 'repeats' | 'assignment'>,
  earlier: readonly QueueItem[] = [],
): readonly QueueItem[] {
  const texts = keys.map(({ key }) => key);
  const assigned = assignment === null ? [] : assignKeys(seed, texts, assignment, earlier);
  const ownShare =
    assignment === null ? 1 : Math.min(1, assignment.overlap / Math.max(1, assignment.annotators.length));
  const first = earlier.reduce((last, { place }) => Math.max(last, place), 0) + 1;
  const placeOf = new Map<number, number>();
  // A wave's own seed: else each wave would repeat the same places.
  return placeRepeats(`${seed}\n${first}`, texts, repeats, ownShare).map(({ index, isRepeat }, offset) => {
    const place = first + offset;
    if (!isRepeat) placeOf.set(index, place);
    const { key: text = '', stratum = '' } = keys[index] ?? {};
    const key = parseContentKey(text);
    if (key === undefined) throw new AuditError('bug', `${text} is no content key.`);
    return {
      place,
      key,
      stratum,
      assigned: assigned[index] ?? [],
      repeatOf: isRepeat ? (placeOf.get(index) ?? null) : null,
    };
  });
}
