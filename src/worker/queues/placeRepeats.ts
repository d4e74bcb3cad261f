import { permanentNumberOf } from './selectFirst.ts';

/** Nobody should remember the first answer: so many transcripts of one's own lie between, where there are as many. */
const APART = 20;

/** A place in the order of work: the n-th key for the first time, or again. */
export interface WorkPlace {
  /** Index of the key. */
  readonly index: number;
  readonly isRepeat: boolean;
}

/**
 * The order of work with hidden repeats in it. Repeats are spread evenly over what comes after the first stretch, each some
 * way behind its first time, at distances that tell nothing; which they are hangs on the seed alone.
 *
 * @param keys in the order of work
 * @param share of them that come again, 0 to 0.5; at least one when it is above 0 and there are three keys
 * @param ownShare the share of the keys that one annotator gets, so that repeats lie apart enough for each
 */
export function placeRepeats(
  seed: string,
  keys: readonly string[],
  share: number,
  ownShare = 1,
): readonly WorkPlace[] {
  const n = keys.length;
  const once = keys.map((_, index) => ({ index, isRepeat: false }));
  if (share <= 0 || n < 3) return once;
  const apart = Math.max(1, Math.min(Math.ceil(APART / ownShare), Math.floor(n / 3)));
  const room = n - apart;
  const wanted = Math.min(room, Math.max(1, Math.round(n * share)));
  const random = (what: string, i: number): number =>
    Number.parseInt(permanentNumberOf(`${seed}\n${what}`, String(i)).slice(0, 12), 16) / 2 ** 48;
  // One of each of as many stretches of the first two thirds of them, so that at most slots there is a choice of what to
  // repeat, and a slot in each of as many stretches of what comes `apart` later.
  const early = Math.max(wanted, Math.floor((room * 2) / 3));
  const within = (i: number, of: number, what: string, least = 0): number => {
    const from = Math.max(least, Math.floor((i * of) / wanted));
    return from + Math.floor(random(what, i) * (Math.floor(((i + 1) * of) / wanted) - from));
  };
  const indexes = Array.from({ length: wanted }, (_, i) => within(i, early, 'repeated'));
  const slots = indexes.map((index, i) => apart + within(i, room, 'slot', index));
  const behind = new Map<number, number>();
  const left = new Set(indexes);
  for (const [i, slot] of slots.entries()) {
    // The first i + 1 of them lie far enough back and i slots took one each, so there always is one.
    const fitting = [...left].filter((index) => slot - index >= apart);
    const taken = fitting[Math.floor(random('which', i) * fitting.length)];
    if (taken === undefined) continue;
    left.delete(taken);
    behind.set(slot, taken);
  }
  return once.flatMap((place) => {
    const again = behind.get(place.index);
    return again === undefined ? [place] : [place, { index: again, isRepeat: true }];
  });
}
