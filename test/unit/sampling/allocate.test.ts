// Sharing labels out over strata, and what becomes of half-finished and unanswered samples.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { allocate, rateSpread } from '../../../src/analysis/sampling/allocate.ts';
import { drawSample } from '../../../src/analysis/sampling/drawSample.ts';
import { accountForSample, type Response } from '../../../src/analysis/sampling/response.ts';

const shares = (n: number, strata: Parameters<typeof allocate>[1], minimum?: number) =>
  Object.fromEntries(allocate(n, strata, minimum));

describe('allocation', () => {
  test('without spreads is proportional to size, with the largest remainders rounded up', () => {
    assert.deepEqual(
      shares(10, [
        { name: 'a', size: 60 },
        { name: 'b', size: 25 },
        { name: 'c', size: 15 },
      ]),
      { a: 6, b: 3, c: 1 },
    );
  });

  test('Neyman’s is proportional to size times spread: Cochran’s rule by hand', () => {
    // 400·.5 : 1,600·.1 = 200 : 160, of 90: 50 and 40.
    assert.deepEqual(
      shares(90, [
        { name: 'near', size: 400, spread: 0.5 },
        { name: 'sure', size: 1600, spread: 0.1 },
      ]),
      { near: 50, sure: 40 },
    );
    assert.ok(Math.abs(rateSpread(0.5) - 0.5) < 1e-12 && rateSpread(0) === 0);
  });

  test('a stratum that would be sampled more than whole is taken whole, and the rest is shared anew', () => {
    assert.deepEqual(
      shares(60, [
        { name: 'few', size: 10, spread: 0.5 },
        { name: 'left', size: 100, spread: 0.02 },
        { name: 'right', size: 100, spread: 0.03 },
      ]),
      { few: 10, left: 20, right: 30 },
    );
  });

  test('a stratum without expected spread gets the minimum, and more only when nothing else can take it', () => {
    const strata = [
      { name: 'none', size: 50, spread: 0 },
      { name: 'some', size: 20, spread: 0.3 },
    ];
    assert.deepEqual(shares(15, strata, 4), { none: 4, some: 11 });
    assert.deepEqual(shares(40, strata, 4), { none: 20, some: 20 });
  });

  test('what was drawn already stays, for an extension', () => {
    assert.deepEqual(
      shares(30, [
        { name: 'a', size: 100, drawn: 20 },
        { name: 'b', size: 100, drawn: 2 },
      ]),
      { a: 20, b: 10 },
    );
  });

  test('too few for the minimums is refused with how many are needed', () => {
    assert.throws(
      () =>
        allocate(
          5,
          [
            { name: 'a', size: 9 },
            { name: 'b', size: 9 },
          ],
          3,
        ),
      /shared out/,
    );
  });

  test('adds up, keeps minimums and sizes, and hangs not on the order of strata', () => {
    const stratum = fc.record({ size: fc.nat(500), spread: fc.constantFrom(0, 0.01, 0.1, 0.3, 0.5) });
    fc.assert(
      fc.property(
        fc.array(stratum, { minLength: 1, maxLength: 8 }),
        fc.nat(5),
        fc.nat(2000),
        (list, minimum, extra) => {
          const strata = list.map((one, i) => ({ ...one, name: `s${i}` }));
          const least = strata.reduce((total, { size }) => total + Math.min(size, minimum), 0);
          const all = strata.reduce((total, { size }) => total + size, 0);
          const n = least + extra;
          const told = allocate(n, strata, minimum);
          assert.equal(
            [...told.values()].reduce((total, one) => total + one, 0),
            Math.min(n, all),
          );
          for (const { name, size } of strata) {
            const one = told.get(name) ?? NaN;
            assert.ok(
              Number.isInteger(one) && one >= Math.min(minimum, size) && one <= size,
              `${name} ${one}`,
            );
          }
          assert.deepEqual(shares(n, [...strata].reverse(), minimum), Object.fromEntries(told));
        },
      ),
    );
  });
});

describe('nonresponse', () => {
  const frame = Array.from({ length: 30 }, (_, i) => ({ key: String(i), stratum: i < 10 ? 'a' : 'b' }));
  const sample = drawSample(
    's',
    frame,
    new Map([
      ['a', 4],
      ['b', 6],
    ]),
  );
  const of = (stratum: string): string[] =>
    sample.units.filter((unit) => unit.stratum === stratum).map(({ key }) => key);

  test('a half-finished sample counts as the smaller sample that it is', () => {
    const responses = new Map<string, Response>([
      ...of('a')
        .slice(0, 2)
        .map((key) => [key, 'answered'] as const),
      ...of('b')
        .slice(0, 5)
        .map((key) => [key, 'answered'] as const),
    ]);
    const { counted, strata, uncovered } = accountForSample(sample, responses);
    assert.deepEqual(uncovered, []);
    assert.deepEqual(
      strata.map(({ name, reached, answered, open }) => [name, reached, answered, open]),
      [
        ['a', 2, 2, 2],
        ['b', 5, 5, 1],
      ],
    );
    assert.deepEqual(
      new Set(counted.map(({ stratum, probability }) => `${stratum} ${probability}`)),
      new Set(['a 0.2', 'b 0.25']),
    );
    const stoodFor = counted.reduce((total, { weight }) => total + weight, 0);
    assert.ok(Math.abs(stoodFor - 30) < 1e-9);
  });

  test('skipped and unsure are counted as such, and the answered ones of their stratum stand for them', () => {
    const [first = '', second = '', third = '', fourth = ''] = of('a');
    const responses = new Map<string, Response>([
      [first, 'answered'],
      [second, 'unsure'],
      [third, 'skipped'],
      [fourth, 'answered'],
      ...of('b').map((key) => [key, 'answered'] as const),
    ]);
    const { counted, strata } = accountForSample(sample, responses);
    const [a] = strata;
    assert.deepEqual([a?.reached, a?.answered, a?.unsure, a?.skipped, a?.open], [4, 2, 1, 1, 0]);
    const ofA = counted.filter(({ stratum }) => stratum === 'a');
    assert.deepEqual(
      ofA.map(({ probability, weight }) => [probability, weight]),
      [
        [0.4, 5],
        [0.4, 5],
      ],
    );
  });

  test('labels beyond a gap were reached by choice and don’t count', () => {
    const keys = of('b');
    const responses = new Map(keys.flatMap((key, i) => (i === 2 ? [] : [[key, 'answered' as const]])));
    const { strata, counted, uncovered } = accountForSample(sample, responses);
    const b = strata.find(({ name }) => name === 'b');
    assert.deepEqual([b?.reached, b?.answered, b?.beyondGap, b?.open], [2, 2, 3, 1]);
    assert.equal(counted.length, 2);
    assert.deepEqual(uncovered, ['a']);
  });

  test('an extension doesn’t undo what was finished', () => {
    const responses = new Map(sample.units.map(({ key }) => [key, 'answered' as const]));
    const larger = drawSample(
      's',
      frame,
      new Map([
        ['a', 8],
        ['b', 16],
      ]),
    );
    const { counted, strata } = accountForSample(larger, responses);
    assert.equal(counted.length, 10);
    assert.deepEqual(
      strata.map(({ reached, open, beyondGap }) => [reached, open, beyondGap]),
      [
        [4, 4, 0],
        [6, 10, 0],
      ],
    );
  });
});
