/** Definitions of queues at random, of few transcripts, so that waves of several people are in each other's way. */
import fc from 'fast-check';
import { compareCodePoints } from '../../src/core/codePoints.ts';
import type { QueueDefinition, QueueItem, QueueStratum, QueueWave } from '../../src/core/queue.ts';
import { JUDGE_VERDICTS } from '../../src/core/verdictRule.ts';

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '__proto__', 'constructor', '\u2028', '"', '\\', '\u0000', '<b>', '\u{1F600}'),
);
const filled = anyText.filter((text) => text.trim() !== '');
const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Hash of the n-th transcript that queues are made of. */
export function queueKey(n: number): QueueItem['key'] {
  return { hash: n.toString(16).padStart(32, '0'), ordinal: n % 3 };
}

interface ItemSeed {
  readonly transcript: number;
  readonly gap: number;
  readonly stratum: string;
  readonly assigned: readonly string[];
  readonly isRepeat: boolean;
}

const itemSeed: fc.Arbitrary<ItemSeed> = record({
  transcript: fc.nat(11),
  gap: fc.constantFrom(0, 0, 0, 1, 300),
  stratum: fc.constantFrom('', 'flagged', '__proto__'),
  assigned: fc.uniqueArray(fc.constantFrom('kim', 'ada', '__proto__'), { maxLength: 2 }),
  isRepeat: fc.boolean(),
});

/** Each transcript once, in places that rise from `first`; repeats of items of the wave, or of what another may have. */
function itemsOf(seeds: readonly ItemSeed[], first: number): readonly QueueItem[] {
  const items: QueueItem[] = [];
  let place = first;
  for (const { transcript, gap, stratum, assigned, isRepeat } of seeds) {
    place += gap;
    const key = queueKey(transcript);
    const before = items.find((item) => item.repeatOf === null && item.key.hash === key.hash);
    if (before !== undefined && !isRepeat) continue;
    const repeatOf = before?.place ?? (isRepeat && first > 4 && place > 1 ? 1 + (place % (first - 1)) : null);
    items.push({ place, key, stratum, assigned, repeatOf });
    place += 1;
  }
  return items;
}

const stratum: fc.Arbitrary<QueueStratum> = fc
  .tuple(
    anyText,
    fc.nat(100),
    fc.nat(100),
    fc.uniqueArray(fc.tuple(fc.constantFrom(...JUDGE_VERDICTS), fc.nat(50)), {
      selector: ([verdict]) => verdict,
    }),
  )
  .map(([name, a, b, judged]) => ({
    name,
    size: Math.max(a, b),
    drawn: Math.min(a, b),
    judged: Object.fromEntries(
      JUDGE_VERDICTS.flatMap((verdict) => judged.filter(([other]) => other === verdict)),
    ),
  }));

export const anyWave = (number: number): fc.Arbitrary<QueueWave> =>
  fc
    .tuple(
      record({ createdAt: time, createdBy: anyText }),
      fc.uniqueArray(stratum, { maxLength: 3, selector: ({ name }) => name }),
      fc.array(itemSeed, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 12 }),
    )
    .map(([made, strata, seeds, first]) => ({
      wave: number,
      ...made,
      strata: [...strata].sort((a, b) => compareCodePoints(a.name, b.name)),
      items: itemsOf(seeds, first),
    }));

const anyHead: fc.Arbitrary<Omit<QueueDefinition, 'waves' | 'uid'>> = record({
  name: filled,
  purpose: fc.constantFrom('sample' as const, 'list' as const, 'adjudication' as const),
  description: anyText,
  design: fc.option(
    record({
      strata: fc.oneof(
        fc
          .constantFrom('none', 'flagged', 'verdict', 'probe', 'model', 'condition')
          .map((by) => ({ by }) as const),
        record({ by: fc.constant('score' as const), metric: filled, bounds: fc.array(fc.integer()) }),
      ),
      allocation: fc.constantFrom('proportional' as const, 'neyman' as const, 'all-flagged' as const),
      n: fc.nat(1000),
    }),
  ),
  seed: anyText,
  order: fc.constantFrom('fixed' as const, 'shuffled' as const),
  blind: record({ judge: fc.boolean(), model: fc.boolean(), group: fc.boolean(), condition: fc.boolean() }),
  masks: fc.array(filled, { maxLength: 2 }),
  assignment: fc.option(
    record({ annotators: fc.array(filled, { maxLength: 3 }), overlap: fc.integer({ min: 1, max: 3 }) }),
  ),
  runNames: fc.array(anyText, { maxLength: 2 }),
  rule: anyText,
  createdAt: time,
  createdBy: anyText,
});

/** Versions of one queue, as several people and edited files may have them. */
export const anyVersions = (uid: string, count: number): fc.Arbitrary<readonly QueueDefinition[]> =>
  fc
    .tuple(
      fc.array(anyHead, { minLength: 1, maxLength: 2 }),
      fc.array(
        fc.tuple(
          fc.nat(1),
          fc.tuple(anyWave(0), anyWave(1), anyWave(2)),
          fc.subarray([0, 1, 2], { minLength: 1 }),
        ),
        {
          minLength: count,
          maxLength: count,
        },
      ),
    )
    .map(([heads, versions]) =>
      versions.map(([head, waves, present]) => ({
        uid,
        ...(heads[head] ?? heads[0]!),
        waves: waves.filter(({ wave }) => present.includes(wave)),
      })),
    );
