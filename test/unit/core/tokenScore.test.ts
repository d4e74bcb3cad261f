import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MINIMUM_NUMERIC_MASS, scoreFromDistribution } from '../../../src/core/tokenScore.ts';

/** The score, or the reason why there is none. */
function score(distribution: Readonly<Record<string, number>>): number | string {
  const value = scoreFromDistribution(distribution);
  if (value.kind === 'number') return value.number;
  assert.equal(value.kind, 'missing');
  return value.kind === 'missing' ? value.reason : '';
}

describe('the score by token probabilities', () => {
  test('is the mean of the integers weighted by their probability', () => {
    assert.equal(score({ '10': 0.5, '20': 0.5 }), 15);
    assert.equal(score({ '0': 0.75, '100': 0.25 }), 25);
    assert.equal(score({ '85': 1 }), 85);
  });

  test('is taken over the numeric mass only', () => {
    assert.equal(score({ '40': 0.25, '60': 0.25, I: 0.3, CODE: 0.2 }), 50);
  });

  test('needs a quarter of the mass on integers, and a quarter is enough', () => {
    assert.equal(MINIMUM_NUMERIC_MASS, 0.25);
    assert.equal(score({ '12': 0.25, REFUSAL: 0.75 }), 12);
    assert.equal(score({ '12': 0.2499, REFUSAL: 0.75 }), 'refusal');
  });

  test('is missing with the judge’s own word for it where there is one', () => {
    assert.equal(score({ CODE: 0.9, '5': 0.1 }), 'code');
    assert.equal(score({ REF: 0.9 }), 'refusal');
    assert.equal(score({ ' Refusal': 0.9 }), 'refusal');
    assert.equal(score({ I: 0.9, CODE: 0.05 }), 'parse-failure');
    assert.equal(score({}), 'parse-failure');
  });

  test('passes over numbers outside 0-100, fractions, signs and other digits', () => {
    assert.equal(
      score({ '50': 0.4, '101': 0.1, '999': 0.1, '-1': 0.1, '1.5': 0.1, '٣': 0.1, '1e1': 0.1 }),
      50,
    );
    assert.equal(score({ '0': 0.3 }), 0);
    assert.equal(score({ '100': 0.3 }), 100);
  });

  test('is exactly the integer when the judge gave no other, however its probability rounds', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0.25, max: 1, noNaN: true }), (integer, probability) => {
        assert.equal(score({ [integer]: probability }), integer);
        assert.equal(score({ [integer]: probability, I: 0.1 }), integer);
      }),
      { numRuns: 5000 },
    );
  });

  test('lies between the lowest and the highest integer that had any mass', () => {
    const distribution = fc.dictionary(
      fc.nat(100).map(String),
      fc.double({ min: 1e-12, max: 1, noNaN: true }),
      { minKeys: 1, maxKeys: 20 },
    );
    fc.assert(
      fc.property(distribution, (tokens) => {
        const found = score(tokens);
        if (typeof found === 'string') return;
        const numbers = Object.keys(tokens).map(Number);
        assert.ok(
          found >= Math.min(...numbers) && found <= Math.max(...numbers),
          `${found} of ${JSON.stringify(tokens)}`,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('does not depend on the scale of the probabilities while the mass suffices', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.double({ min: 0.3, max: 0.7, noNaN: true }), (a, b, p) => {
        fc.pre(a !== b);
        const whole = score({ [a]: p, [b]: 1 - p });
        const half = score({ [a]: p / 2, [b]: (1 - p) / 2 });
        assert.ok(Math.abs(Number(whole) - Number(half)) < 1e-9);
      }),
    );
  });
});
