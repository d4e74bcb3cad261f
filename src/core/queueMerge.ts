/**
 * Merging definitions of queues: a union by uid and wave, in any order and any number of times with the same result.
 *
 * Of two waves with one number (two people extended the queue, each for themselves) the one that drew more is kept, and of
 * equal ones the one whose text sorts first. Waves are kept as they were drawn; `placedWaves` says where their items are.
 */
import { formatContentKey } from './contentKey.ts';
import type { QueueDefinition, QueueItem, QueueWave } from './queue.ts';
import { compareCodePoints } from './codePoints.ts';

export type QueueHead = Omit<QueueDefinition, 'waves'>;

/** One text for one definition, whatever the order of the fields it came with. */
export function canonicalHead({ blind, assignment, ...head }: QueueHead): string {
  return JSON.stringify([
    head.uid,
    head.name,
    head.purpose,
    head.description,
    head.design === null ? null : [canonical(head.design.strata), head.design.allocation, head.design.n],
    head.seed,
    head.order,
    [blind.judge, blind.model, blind.group, blind.condition],
    head.masks,
    assignment === null ? null : [assignment.annotators, assignment.overlap],
    head.runNames,
    head.rule,
    head.createdAt,
    head.createdBy,
  ]);
}

export function canonicalWave({ wave, createdAt, createdBy, strata, items }: QueueWave): string {
  return JSON.stringify([
    wave,
    createdAt,
    createdBy,
    [...strata]
      .sort((a, b) => compareCodePoints(a.name, b.name))
      .map(({ name, size, drawn, judged }) => [name, size, drawn, canonical(judged)]),
    [...items]
      .sort((a, b) => a.place - b.place)
      .map(({ place, key, stratum, assigned, repeatOf }) => [
        place,
        formatContentKey(key),
        stratum,
        assigned,
        repeatOf,
      ]),
  ]);
}

/** Objects as lists of name and value by name. */
function canonical(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).sort(([a], [b]) => compareCodePoints(a, b));
}

/** Commutative, associative, idempotent. */
export function joinDefinitions(a: QueueDefinition, b: QueueDefinition): QueueDefinition {
  const head = compareCodePoints(canonicalHead(a), canonicalHead(b)) <= 0 ? a : b;
  const waves = new Map<number, QueueWave>(a.waves.map((wave) => [wave.wave, wave]));
  for (const wave of b.waves) {
    const known = waves.get(wave.wave);
    waves.set(wave.wave, known === undefined ? wave : winningWave(known, wave));
  }
  return { ...head, waves: [...waves.values()].sort((x, y) => x.wave - y.wave) };
}

function winningWave(a: QueueWave, b: QueueWave): QueueWave {
  const more = drawnBy(b) - drawnBy(a) || b.items.length - a.items.length;
  if (more !== 0) return more > 0 ? b : a;
  return compareCodePoints(canonicalWave(a), canonicalWave(b)) <= 0 ? a : b;
}

/** What the wave had drawn in all, by its own account; in lists, its items. */
function drawnBy({ strata, items }: QueueWave): number {
  return strata.length === 0 ? items.length : strata.reduce((sum, { drawn }) => sum + drawn, 0);
}

/**
 * Where the items of waves are in the order of work. That is what the waves say, as long as one person drew them. Waves of
 * several people may claim the same places or transcripts: the later wave then stands behind the earlier one, without what
 * is in it already.
 */
export function placedWaves(waves: readonly QueueWave[]): readonly QueueWave[] {
  const keys = new Set<string>();
  let last = 0;
  return [...waves]
    .sort((a, b) => a.wave - b.wave)
    .map((wave) => {
      const items = placedItems(wave.items, keys, last);
      for (const item of items) {
        last = Math.max(last, item.place);
        if (item.repeatOf === null) keys.add(formatContentKey(item.key));
      }
      return items === wave.items ? wave : { ...wave, items };
    });
}

function placedItems(
  items: readonly QueueItem[],
  keys: ReadonlySet<string>,
  last: number,
): readonly QueueItem[] {
  const first = items.reduce((least, { place }) => Math.min(least, place), Infinity);
  const isKnown = ({ key, repeatOf }: QueueItem): boolean =>
    repeatOf === null && keys.has(formatContentKey(key));
  if (first > last && !items.some(isKnown)) return items;
  const kept = items.filter((item) => !isKnown(item));
  const own = new Map(items.map(({ place }) => [place, place + Math.max(0, last + 1 - first)]));
  const dropped = new Set(items.filter(isKnown).map(({ place }) => place));
  return kept
    .filter(({ repeatOf }) => repeatOf === null || !dropped.has(repeatOf))
    .map((item) => ({
      ...item,
      place: own.get(item.place) ?? item.place,
      repeatOf: item.repeatOf === null ? null : (own.get(item.repeatOf) ?? item.repeatOf),
    }));
}
