import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import type { QueueDefinition, QueueWave } from '../../../src/core/queue.ts';
import { canonicalHead, canonicalWave, joinDefinitions, placedWaves } from '../../../src/core/queueMerge.ts';
import { anyVersions, queueKey } from '../../support/anyQueue.ts';

const UID = '01QUEUE0000000000000000000';
const canonical = (queue: QueueDefinition): readonly string[] => [
  canonicalHead(queue),
  ...queue.waves.map(canonicalWave),
];
const three = anyVersions(UID, 3);

describe('merging definitions of a queue', () => {
  test('gives the same in any order, however often', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        assert.ok(a && b && c);
        const straight = canonical(joinDefinitions(joinDefinitions(a, b), c));
        assert.deepEqual(canonical(joinDefinitions(joinDefinitions(c, b), a)), straight);
        assert.deepEqual(canonical(joinDefinitions(a, joinDefinitions(b, c))), straight);
        assert.deepEqual(canonical(joinDefinitions(joinDefinitions(joinDefinitions(a, b), c), b)), straight);
        assert.deepEqual(canonical(joinDefinitions(a, a)), canonical(a));
      }),
    );
  });

  const wave = (number: number, transcripts: readonly number[], first: number, drawn = 0): QueueWave => ({
    wave: number,
    createdAt: '2026-01-31T12:00:00.000Z',
    createdBy: `person ${transcripts.length}`,
    strata: drawn === 0 ? [] : [{ name: 'all', size: 100, drawn, judged: {} }],
    items: transcripts.map((n, at) => ({
      place: first + at,
      key: queueKey(n),
      stratum: '',
      assigned: [],
      repeatOf: null,
    })),
  });
  const queueOf = (...waves: QueueWave[]): QueueDefinition => ({
    uid: UID,
    name: 'q',
    purpose: 'sample',
    description: '',
    design: null,
    seed: '',
    order: 'fixed',
    blind: { judge: false, model: false, group: false, condition: false },
    masks: [],
    assignment: null,
    runNames: [],
    rule: '',
    createdAt: '2026-01-31T12:00:00.000Z',
    createdBy: 'kim',
    waves,
  });

  test('takes waves from both, and of two extensions with one number the one that drew more', () => {
    const first = wave(0, [1, 2], 1, 2);
    const mine = queueOf(first, wave(1, [3, 4, 5], 3, 5));
    const theirs = queueOf(first, wave(1, [3, 4], 3, 4), wave(2, [6], 5, 5));
    const merged = joinDefinitions(mine, theirs);
    assert.deepEqual(
      merged.waves.map(({ items }) => items.length),
      [2, 3, 1],
    );
    // The third wave claimed place 5, which the longer second wave has: it stands behind.
    assert.deepEqual(
      placedWaves(merged.waves).map(({ items }) => items.map(({ place }) => place)),
      [[1, 2], [3, 4, 5], [6]],
    );
  });

  test('hides what either hides, so that no edited file shows what was to be answered without', () => {
    const blind = { judge: true, model: true, group: false, condition: true };
    const mine = { ...queueOf(wave(0, [1], 1, 1)), blind, masks: ['|go|'] };
    const edited = {
      ...mine,
      blind: { judge: false, model: false, group: true, condition: false },
      masks: [],
    };
    for (const merged of [joinDefinitions(mine, edited), joinDefinitions(edited, mine)]) {
      assert.deepEqual(merged.blind, { judge: true, model: true, group: true, condition: true });
      assert.deepEqual(merged.masks, ['|go|']);
    }
    assert.deepEqual(joinDefinitions(mine, mine), mine);
  });

  test('leaves out of a later wave what an earlier one has already; its repeats are of that', () => {
    const later = wave(1, [2, 3], 3);
    const repeats = { ...later, items: [...later.items, { ...later.items[0]!, place: 5, repeatOf: 3 }] };
    const [, placed] = placedWaves([wave(0, [1, 2], 1), repeats]);
    assert.deepEqual(
      placed?.items.map(({ key, place, repeatOf }) => [key.hash.at(-1), place, repeatOf]),
      [
        ['3', 4, null],
        ['2', 5, 2],
      ],
    );
  });

  test('never gives a place or a transcript twice, and changes nothing where one person drew', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        assert.ok(a && b && c);
        const { waves } = joinDefinitions(joinDefinitions(a, b), c);
        const items = placedWaves(waves).flatMap((each) => each.items);
        assert.equal(new Set(items.map(({ place }) => place)).size, items.length);
        const firsts = items
          .filter(({ repeatOf }) => repeatOf === null)
          .map(({ key }) => formatContentKey(key));
        assert.equal(new Set(firsts).size, firsts.length);
        const at = new Map(items.map((item) => [item.place, item]));
        for (const { key, repeatOf, place } of items) {
          if (repeatOf === null) continue;
          assert.ok(repeatOf < place);
          assert.deepEqual(at.get(repeatOf)?.key, key, 'a repeat is of the transcript it says');
        }
        const [first] = a.waves;
        assert.ok(first);
        const places = new Set(first.items.map(({ place }) => place));
        const isOneDraw = first.items.every(({ repeatOf }) => repeatOf === null || places.has(repeatOf));
        if (isOneDraw) assert.deepEqual(placedWaves([first]), [first]);
      }),
    );
  });
});
