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
  // One of each of as many stretches of the keys, and a slot in each of as many stretches of what comes `apart` later.
  const chosen: number[] = [];
  const slots: number[] = [];
  for (let i = 0; i < wanted; i += 1) {
    const from = Math.floor((i * room) / wanted);
    const upTo = Math.max(from + 1, Math.floor(((i + 1) * room) / wanted));
    const at = from + Math.floor(random('repeated', i) * (upTo - from));
    chosen.push(at);
    // Behind the key that stands there: never nearer than `apart` to its own stretch's choice.
    slots.push(apart + at + Math.floor(random('slot', i) * (upTo - at)));
  }
  const free = slots.map((slot, i) => ({ slot, i }));
  const behind = new Map<number, number[]>();
  for (let i = wanted - 1; i >= 0; i -= 1) {
    const index = chosen[i] ?? 0;
    const fitting = free.filter(({ slot }) => slot >= index + apart);
    const taken = fitting[Math.floor(random('which', i) * fitting.length)];
    if (taken === undefined) continue;
    free.splice(free.indexOf(taken), 1);
    const slot = Math.min(taken.slot, n - 1);
    behind.set(slot, [...(behind.get(slot) ?? []), index]);
  }
  return once.flatMap((place) => [
    place,
    ...(behind.get(place.index) ?? []).map((index) => ({ index, isRepeat: true })),
  ]);
}
