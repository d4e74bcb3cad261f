/**
 * Merging definitions of queues: a union by uid and wave, in any order and any number of times with the same result.
 *
 * Of two waves with one number (two people extended the queue, each for themselves) the one that drew more is kept, and of
 * equal ones the one whose text sorts first. Waves are kept as they were drawn; `placedWaves` says where their items are.
 */
import { NOTHING_HIDDEN, type Blindness } from './blindness.ts';
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

/**
 * Commutative, associative, idempotent. Where two definitions differ in what is hidden, whatever one of them hides is: an
 * edited file shows nobody what they were to answer without.
 */
export function joinDefinitions(a: QueueDefinition, b: QueueDefinition): QueueDefinition {
  const plain = (one: QueueDefinition): string => canonicalHead({ ...one, blind: NOTHING_HIDDEN, masks: [] });
  const head = compareCodePoints(plain(a), plain(b)) <= 0 ? a : b;
  const waves = new Map<number, QueueWave>(a.waves.map((wave) => [wave.wave, wave]));
  for (const wave of b.waves) {
    const known = waves.get(wave.wave);
    waves.set(wave.wave, known === undefined ? wave : winningWave(known, wave));
  }
  return {
    ...head,
    blind: hiddenByEither(a.blind, b.blind),
    masks: sameTexts(a.masks, b.masks)
      ? head.masks
      : [...new Set([...a.masks, ...b.masks])].sort(compareCodePoints),
    waves: [...waves.values()].sort((x, y) => x.wave - y.wave),
  };
}

function hiddenByEither(a: Blindness, b: Blindness): Blindness {
  return {
    judge: a.judge || b.judge,
    model: a.model || b.model,
    group: a.group || b.group,
    condition: a.condition || b.condition,
  };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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
 * is in it already; a hidden repeat then is of the item that stands, and without one it is left out.
 */
export function placedWaves(waves: readonly QueueWave[]): readonly QueueWave[] {
  const placeOf = new Map<string, number>();
  let last = 0;
  return [...waves]
    .sort((a, b) => a.wave - b.wave)
    .map((wave) => {
      const items = placedItems(wave.items, placeOf, last);
      for (const { place, key, repeatOf } of items) {
        last = Math.max(last, place);
        if (repeatOf === null) placeOf.set(formatContentKey(key), place);
      }
      return isAsDrawn(items, wave.items) ? wave : { ...wave, items };
    });
}

/** @param earlier places of the transcripts of earlier waves, up to `last` */
function placedItems(
  items: readonly QueueItem[],
  earlier: ReadonlyMap<string, number>,
  last: number,
): readonly QueueItem[] {
  const first = items.reduce((least, { place }) => Math.min(least, place), Infinity);
  const shift = Math.max(0, last + 1 - first);
  const placeOf = new Map(earlier);
  const kept: QueueItem[] = [];
  for (const item of [...items].sort((a, b) => a.place - b.place)) {
    const key = formatContentKey(item.key);
    const known = placeOf.get(key);
    if (item.repeatOf === null ? known !== undefined : known === undefined) continue;
    const place = item.place + shift;
    if (item.repeatOf === null) placeOf.set(key, place);
    kept.push({ ...item, place, repeatOf: item.repeatOf === null ? null : (known ?? null) });
  }
  return kept;
}

function isAsDrawn(placed: readonly QueueItem[], drawn: readonly QueueItem[]): boolean {
  return (
    placed.length === drawn.length &&
    placed.every(({ place, repeatOf }, at) => place === drawn[at]?.place && repeatOf === drawn[at]?.repeatOf)
  );
}
