// The order of work: hidden repeats lie apart and betray nothing, and shares are balanced.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import { assignKeys } from '../../../src/worker/queues/assignItems.ts';
import { placeRepeats } from '../../../src/worker/queues/placeRepeats.ts';
import { itemsOf } from '../../../src/worker/queues/queueItems.ts';
import { assignQueue } from '../../../src/worker/tasks/assignQueue.ts';
import { importRun, rows } from '../storage/storageDesk.ts';
import { queueDesk } from './queueDesk.ts';

const keys = (n: number): string[] =>
  Array.from({ length: n }, (_, i) => `t1-${i.toString(16).padStart(32, '0')}-0`);

test('repeats are as many as wished, each once, and come well behind their first time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 400 }),
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.string(),
      (n, share, seed) => {
        const order = placeRepeats(seed, keys(n), share);
        const repeats = order.filter(({ isRepeat }) => isRepeat);
        const apart = Math.min(20, Math.floor(n / 3));
        assert.equal(repeats.length, Math.min(n - apart, Math.max(1, Math.round(n * share))));
        assert.equal(new Set(repeats.map(({ index }) => index)).size, repeats.length);
        assert.deepEqual(
          order.filter(({ isRepeat }) => !isRepeat).map(({ index }) => index),
          Array.from({ length: n }, (_, i) => i),
        );
        const first = new Map<number, number>();
        for (const [at, { index, isRepeat }] of order.entries()) {
          if (!isRepeat) first.set(index, at);
          else assert.ok(at - (first.get(index) ?? Infinity) >= apart, `${index} comes again too soon`);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('repeats are spread over the order, at distances that differ', () => {
  const order = placeRepeats('seed', keys(200), 0.1);
  const at = order.flatMap(({ isRepeat }, place) => (isRepeat ? [place] : []));
  assert.equal(at.length, 20);
  // Each tenth of what comes behind the first stretch holds some.
  for (let tenth = 0; tenth < 10; tenth++)
    assert.ok(
      at.some((place) => Math.floor(((place - 20) / (order.length - 20)) * 10) === tenth),
      `${tenth}`,
    );
  const first = new Map(order.flatMap(({ index, isRepeat }, place) => (isRepeat ? [] : [[index, place]])));
  const distances = new Set(at.map((place) => place - (first.get(order[place]?.index ?? -1) ?? 0)));
  assert.ok(distances.size > 12);
  assert.ok(Math.max(...distances) - Math.min(...distances) > 60);
});

test('no share and tiny queues have no repeats', () => {
  assert.equal(placeRepeats('s', keys(100), 0).length, 100);
  assert.equal(placeRepeats('s', keys(2), 0.5).length, 2);
});

test('everyone gets equally much to within one, every two share about equally many, the same again from the same seed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 80 }),
      (people, overlap, n) => {
        const annotators = Array.from({ length: people }, (_, i) => `annotator ${i}`);
        const k = Math.min(overlap, people);
        const groups = assignKeys('seed', keys(n), { annotators, overlap: k });
        assert.ok(groups.every((group) => group.length === k && new Set(group).size === k));
        const loads = annotators.map((name) => groups.filter((group) => group.includes(name)).length);
        assert.ok(Math.max(...loads) - Math.min(...loads) <= 1, String(loads));
        assert.deepEqual(groups, assignKeys('seed', keys(n), { annotators, overlap: k }));
      },
    ),
    { numRuns: 150 },
  );
  const four = ['a', 'b', 'c', 'd'];
  const groups = assignKeys('seed', keys(120), { annotators: four, overlap: 2 });
  const pairs = new Map<string, number>();
  for (const group of groups) pairs.set(group.join(), (pairs.get(group.join()) ?? 0) + 1);
  assert.equal(pairs.size, 6, 'every two share some');
  assert.ok(
    [...pairs.values()].every((count) => Math.abs(count - 20) <= 2),
    String([...pairs]),
  );
});

test('an extension goes on where shares and places were, and repeats go to whom their first time went', () => {
  const assignment = { annotators: ['kim', 'lee', 'max'], overlap: 2 };
  const placed = (some: readonly string[], earlier: ReturnType<typeof itemsOf> = []) =>
    itemsOf(
      some.map((key) => ({ key, stratum: 'all' })),
      { seed: 'seed', repeats: 0.1, assignment },
      earlier,
    );
  const first = placed(keys(50).slice(0, 31));
  const more = placed(keys(50).slice(31), first);
  const all = [...first, ...more];
  assert.deepEqual(
    all.map(({ place }) => place),
    all.map((_, i) => i + 1),
  );
  const loads = assignment.annotators.map(
    (name) => all.filter(({ assigned, repeatOf }) => repeatOf === null && assigned.includes(name)).length,
  );
  assert.ok(Math.max(...loads) - Math.min(...loads) <= 1, String(loads));
  const repeats = all.filter(({ repeatOf }) => repeatOf !== null);
  assert.ok(repeats.length >= 4);
  for (const { key, assigned, repeatOf } of repeats) {
    const original = all.find(({ place }) => place === repeatOf);
    assert.deepEqual([original?.key, original?.assigned], [key, assigned]);
  }
});

test('a queue that is assigned later keeps its order, and its repeats as far apart for everybody', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, rows(240));
  const assignment = { annotators: ['ada', 'eve', 'kim', 'lee'], overlap: 1 };
  const { queueId } = await desk.draw({ repeats: 0.2, order: 'shuffled' });
  const made = await assignQueue({ queueId, assignment, createdBy: 'kim' }, desk.context);
  const firstTimes = (id: number) =>
    desk.items(id).flatMap(({ key, repeatOf }) => (repeatOf === null ? [formatContentKey(key)] : []));
  assert.deepEqual(firstTimes(made.queueId), firstTimes(queueId));
  assert.equal(desk.items(made.queueId).length, desk.items(queueId).length);
  for (const annotator of assignment.annotators) {
    const places = desk
      .items(made.queueId)
      .filter(({ assigned }) => assigned.includes(annotator))
      .map(({ place, repeatOf }) => ({ place, repeatOf }));
    for (const [at, { repeatOf }] of places.entries()) {
      if (repeatOf === null) continue;
      const before = places.findIndex(({ place }) => place === repeatOf);
      assert.ok(at - before >= 15, `${annotator} meets it again after ${at - before} others`);
    }
  }
});
