// Audit samples: the same on every machine, with probabilities that stay right when a sample is extended.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { drawSample, flaggedSample, simpleRandomSample } from '../../../src/analysis/sampling/drawSample.ts';
import { extendSample, laterStratum } from '../../../src/analysis/sampling/extendSample.ts';
import { permanentOrder } from '../../../src/analysis/sampling/permanentOrder.ts';
import type { AuditSample } from '../../../src/analysis/sampling/sample.ts';
import { AuditError } from '../../../src/core/errors.ts';

const keysOf = (sample: AuditSample): string[] => sample.units.map(({ key }) => key);
const frameArbitrary = fc
  .array(fc.record({ key: fc.string({ minLength: 1 }), stratum: fc.constantFrom('a', 'b', 'c') }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((units) => [...new Map(units.map((unit) => [unit.key, unit])).values()]);
/** Numbers to draw for the strata that the frame has. */
const numbersFor = (frame: readonly { stratum: string }[], numbers: Readonly<Record<string, number>>) =>
  new Map([...new Set(frame.map(({ stratum }) => stratum))].map((name) => [name, numbers[name] ?? 0]));
const numbersArbitrary = fc.record({ a: fc.nat(25), b: fc.nat(25), c: fc.nat(25) });

describe('the permanent order', () => {
  test('is that of SHA-256 over seed, line end and key, the same on every machine', () => {
    // Sorted by Python's hashlib.sha256(b'audit-1\n' + key).
    const keys = Array.from({ length: 8 }, (_, i) => `t1-0000000000000000000000000000000${i}-0`);
    const last = permanentOrder('audit-1', keys).map((key) => key.at(-3));
    assert.equal(last.join(''), '45671203');
    const number = (key: string): string => createHash('sha256').update(`audit-1\n${key}`).digest('hex');
    assert.deepEqual(
      permanentOrder('audit-1', keys),
      keys.toSorted((a, b) => (number(a) < number(b) ? -1 : 1)),
    );
  });

  test('hangs neither on the order of the input nor on repetitions, and is another for another seed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 40 }), fc.string(), (keys, seed) => {
        const order = permanentOrder(seed, keys);
        assert.deepEqual(permanentOrder(seed, [...keys].reverse()), order);
        assert.deepEqual(permanentOrder(seed, [...keys, ...keys]), order);
        assert.deepEqual([...order].sort(), [...keys].sort());
      }),
    );
    const many = Array.from({ length: 30 }, (_, i) => String(i));
    assert.notDeepEqual(permanentOrder('1', many), permanentOrder('2', many));
  });

  test('keeps what it said of the others when transcripts come or go', () => {
    const some = permanentOrder('s', ['a', 'b', 'c', 'd']);
    const more = permanentOrder('s', ['a', 'b', 'c', 'd', 'e', 'f']);
    assert.deepEqual(
      more.filter((key) => some.includes(key)),
      some,
    );
  });
});

describe('a sample', () => {
  test('has probabilities that add up to its size over the whole frame, stratum by stratum', () => {
    fc.assert(
      fc.property(frameArbitrary, numbersArbitrary, fc.string(), (frame, numbers, seed) => {
        const sample = drawSample(seed, frame, numbersFor(frame, numbers));
        for (const { name, size, drawn } of sample.strata) {
          const of = sample.units.filter(({ stratum }) => stratum === name);
          assert.equal(of.length, drawn);
          assert.equal(drawn, Math.min(size, numbers[name as 'a']));
          for (const { probability } of of) assert.ok(Math.abs(probability * size - drawn) < 1e-9);
          // Each stands for 1/probability transcripts, together for all of the stratum.
          const stoodFor = of.reduce((total, { probability }) => total + 1 / probability, 0);
          if (drawn > 0) assert.ok(Math.abs(stoodFor - size) < 1e-9);
        }
        assert.equal(new Set(keysOf(sample)).size, sample.units.length);
      }),
    );
  });

  test('is the same for the same seed, in whatever order the transcripts are given', () => {
    fc.assert(
      fc.property(frameArbitrary, numbersArbitrary, fc.string(), (frame, numbers, seed) => {
        const n = numbersFor(frame, numbers);
        assert.deepEqual(drawSample(seed, [...frame].reverse(), n), drawSample(seed, frame, n));
      }),
    );
  });

  test('draws every transcript equally often over seeds', () => {
    const keys = Array.from({ length: 20 }, (_, i) => `key ${i}`);
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++) {
      for (const key of keysOf(simpleRandomSample(String(seed), keys, 5))) {
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    // 2,000 · 5/20 = 500 each; the chi-square of 19 degrees is over 43.8 once in a thousand.
    const chi = keys.reduce((total, key) => total + ((counts.get(key) ?? 0) - 500) ** 2 / (500 * 0.75), 0);
    assert.ok(chi < 43.8, String(chi));
  });

  test('of all flagged and k others has the flagged for certain and the others at k/N', () => {
    const frame = Array.from({ length: 100 }, (_, i) => ({ key: String(i), flagged: i < 7 }));
    const sample = flaggedSample('s', frame, 31);
    assert.deepEqual(sample.strata, [
      { name: 'flagged', size: 7, drawn: 7 },
      { name: 'unflagged', size: 93, drawn: 31 },
    ]);
    assert.deepEqual(
      [
        ...new Set(sample.units.map(({ stratum, probability }) => `${stratum} ${probability.toFixed(4)}`)),
      ].sort(),
      ['flagged 1.0000', 'unflagged 0.3333'],
    );
    assert.equal(flaggedSample('s', frame, 31).units.length, 38);
    assert.deepEqual(flaggedSample('s', [], 3).units, []);
  });

  test('is refused for a transcript in two strata, an unknown stratum and half a transcript', () => {
    const frame = [{ key: 'x', stratum: 'a' }];
    const bad = (units: typeof frame, numbers: [string, number][]) => () =>
      drawSample('s', units, new Map(numbers));
    assert.throws(bad([...frame, { key: 'x', stratum: 'b' }], []), AuditError);
    assert.throws(bad(frame, [['b', 1]]), AuditError);
    assert.throws(bad(frame, [['a', 0.5]]), AuditError);
    assert.throws(bad(frame, [['a', -1]]), AuditError);
  });
});

describe('an extended sample', () => {
  test('contains the earlier one and equals the one drawn at once', () => {
    fc.assert(
      fc.property(frameArbitrary, numbersArbitrary, numbersArbitrary, (frame, first, more) => {
        const numbers = numbersFor(frame, first);
        const larger = new Map([...numbers].map(([name, n]) => [name, n + more[name as 'a']]));
        const earlier = drawSample('s', frame, numbers);
        const { sample, gone } = extendSample(
          earlier,
          frame,
          [...frame].reverse(),
          clipped(larger, frame),
          1,
        );
        assert.deepEqual(sample, drawSample('s', frame, larger));
        assert.deepEqual(gone, []);
        const now = new Set(keysOf(sample));
        assert.ok(keysOf(earlier).every((key) => now.has(key)));
      }),
    );
  });

  test('keeps strata as they were, and gives later transcripts strata and probabilities of their own', () => {
    const before = Array.from({ length: 10 }, (_, i) => ({
      key: `old ${i}`,
      stratum: i < 4 ? 'high' : 'low',
    }));
    const earlier = drawSample(
      's',
      before,
      new Map([
        ['high', 2],
        ['low', 3],
      ]),
    );
    // A judge asked again has turned everything round, and six transcripts have come.
    const now = [
      ...before.map(({ key, stratum }) => ({ key, stratum: stratum === 'high' ? 'low' : 'high' })),
      ...Array.from({ length: 6 }, (_, i) => ({ key: `new ${i}`, stratum: 'low' })),
    ];
    const later = laterStratum('low', 1);
    const { sample, frame } = extendSample(earlier, before, now, new Map([[later, 2]]), 1);
    assert.deepEqual(sample.strata, [
      { name: 'high', size: 4, drawn: 2 },
      { name: 'low', size: 6, drawn: 3 },
      { name: later, size: 6, drawn: 2 },
    ]);
    assert.ok(keysOf(earlier).every((key) => keysOf(sample).includes(key)));
    // A second extension goes by the frame that the first one gave.
    const again = extendSample(sample, frame, now, new Map([['low', 5]]), 2);
    assert.deepEqual(
      again.sample.strata.map(({ drawn }) => drawn),
      [2, 5, 2],
    );
  });

  test('leaves out what is gone, and keeps the rest with the probabilities of what is left', () => {
    const frame = Array.from({ length: 9 }, (_, i) => ({ key: String(i), stratum: 'all' }));
    const earlier = simpleRandomSample(
      's',
      frame.map(({ key }) => key),
      4,
    );
    const lost = keysOf(earlier)[1];
    const left = frame.filter(({ key }) => key !== lost);
    const { sample, gone } = extendSample(earlier, frame, left, new Map(), 1);
    assert.deepEqual(gone, [lost]);
    assert.deepEqual(sample.strata, [{ name: 'all', size: 8, drawn: 3 }]);
    assert.deepEqual(
      keysOf(sample),
      keysOf(earlier).filter((key) => key !== lost),
    );
  });

  test('never draws fewer than before', () => {
    const earlier = simpleRandomSample('s', ['a', 'b', 'c'], 2);
    const frame = ['a', 'b', 'c'].map((key) => ({ key, stratum: 'all' }));
    assert.throws(
      () => extendSample(earlier, frame, frame, new Map([['all', 1]]), 1),
      /2 transcripts .* were drawn/,
    );
  });
});

/** What can be asked for: no more than there are. */
function clipped(numbers: ReadonlyMap<string, number>, frame: readonly { stratum: string }[]) {
  return new Map(
    [...numbers].map(([name, n]) => [
      name,
      Math.min(n, frame.filter(({ stratum }) => stratum === name).length),
    ]),
  );
}
