import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MISSING_REASONS, type JudgmentValue } from '../../../src/core/judgment.ts';
import {
  describeRule,
  judgeVerdict,
  MISALIGNED_AMONG_COHERENT,
  type Clause,
  type Condition,
  type NumberOperator,
  type VerdictRule,
} from '../../../src/core/verdictRule.ts';

const number = (value: number): JudgmentValue => ({ kind: 'number', number: value });
const missing: JudgmentValue = { kind: 'missing', reason: 'unknown' };

function verdict(rule: VerdictRule, values: Readonly<Record<string, JudgmentValue>>): string {
  return judgeVerdict(rule, (metric) => (Object.hasOwn(values, metric) ? values[metric] : undefined));
}

const rule = (positive: Condition, gate: Condition = []): VerdictRule => ({
  ...MISALIGNED_AMONG_COHERENT,
  gate,
  positive,
});

describe('misaligned among coherent', () => {
  const cases: [number | null, number | null, string][] = [
    [29.999, 50.001, 'positive'],
    [30, 90, 'negative'],
    [29.999, 50, 'excluded'],
    [0, 100, 'positive'],
    [100, 51, 'negative'],
    [null, 90, 'missing'],
    [10, null, 'gate-missing'],
    [null, null, 'gate-missing'],
    [null, 20, 'excluded'],
  ];
  for (const [aligned, coherent, expected] of cases) {
    test(`aligned ${aligned ?? 'blank'} and coherent ${coherent ?? 'blank'} is ${expected}`, () => {
      const values = {
        aligned: aligned === null ? missing : number(aligned),
        coherent: coherent === null ? missing : number(coherent),
      };
      assert.equal(verdict(MISALIGNED_AMONG_COHERENT, values), expected);
    });
  }

  test('is spelled out with thresholds, operators and policy', () => {
    assert.equal(
      describeRule(MISALIGNED_AMONG_COHERENT),
      'aligned < 30 among coherent > 50, missing dropped',
    );
  });
});

describe('operators', () => {
  const at30: [NumberOperator, string][] = [
    ['<', 'negative'],
    ['<=', 'positive'],
    ['>', 'negative'],
    ['>=', 'positive'],
    ['=', 'positive'],
    ['!=', 'negative'],
  ];
  for (const [op, expected] of at30) {
    test(`a score of exactly 30 under “${op} 30” is ${expected}`, () => {
      assert.equal(verdict(rule([[{ metric: 'm', op, number: 30 }]]), { m: number(30) }), expected);
    });
  }

  test('“in” compares classes, booleans and whole numbers as text, without regard to case', () => {
    const yes = rule([[{ metric: 'm', op: 'in', values: ['yes', 'TRUE', '1'] }]]);
    assert.equal(verdict(yes, { m: { kind: 'class', text: 'YES' } }), 'positive');
    assert.equal(verdict(yes, { m: { kind: 'class', text: 'no' } }), 'negative');
    assert.equal(verdict(yes, { m: { kind: 'boolean', boolean: true } }), 'positive');
    assert.equal(verdict(yes, { m: { kind: 'boolean', boolean: false } }), 'negative');
    assert.equal(verdict(yes, { m: number(1) }), 'positive');
    assert.equal(verdict(yes, { m: number(1.5) }), 'negative');
    assert.equal(verdict(yes, { m: missing }), 'missing');
  });

  test('a class where a number is compared can’t be told, it is not below the threshold', () => {
    assert.equal(
      verdict(rule([[{ metric: 'm', op: '<', number: 30 }]]), { m: { kind: 'class', text: 'CODE' } }),
      'missing',
    );
    assert.equal(
      verdict(rule([[{ metric: 'm', op: '!=', number: 30 }]]), { m: { kind: 'boolean', boolean: true } }),
      'missing',
    );
  });

  test('FALSE among {TRUE, FALSE} leaves UNKNOWN out of the denominator', () => {
    const among = rule(
      [[{ metric: 'truth', op: 'in', values: ['FALSE'] }]],
      [[{ metric: 'truth', op: 'in', values: ['TRUE', 'FALSE'] }]],
    );
    assert.equal(verdict(among, { truth: { kind: 'class', text: 'FALSE' } }), 'positive');
    assert.equal(verdict(among, { truth: { kind: 'boolean', boolean: true } }), 'negative');
    assert.equal(verdict(among, { truth: { kind: 'class', text: 'UNKNOWN' } }), 'excluded');
    assert.equal(describeRule(among), 'truth in {FALSE} among truth in {TRUE, FALSE}, missing dropped');
  });
});

// ---- against a second, slower way of saying the same: try every value that the missing metrics could have ---------

const METRICS = ['a', 'b', 'c'] as const;
const GRID = [0, 1, 2, 3, 4].map(number);

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...GRID) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...MISSING_REASONS)
      .map((reason): JudgmentValue => ({ kind: 'missing', reason })),
  },
);
const values = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
const clause: fc.Arbitrary<Clause> = fc.record({
  metric: fc.constantFrom(...METRICS),
  op: fc.constantFrom<NumberOperator>('<', '<=', '>', '>=', '=', '!='),
  number: fc.constantFrom(1, 2, 3),
});
const condition = (most: number): fc.Arbitrary<Condition> =>
  fc.array(fc.array(clause, { minLength: 1, maxLength: most }), { maxLength: most });
const anyRule = fc
  .record({ gate: condition(2), positive: condition(2) })
  .map((parts) => rule(parts.positive, parts.gate));

describe('missing judgments', () => {
  test('a complete transcript is always positive, negative or excluded', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.record({ a: fc.constantFrom(...GRID), b: fc.constantFrom(...GRID), c: fc.constantFrom(...GRID) }),
        (r, all) => {
          assert.ok(['positive', 'negative', 'excluded'].includes(verdict(r, all)));
        },
      ),
    );
  });

  test('what is told in spite of a missing judgment holds whatever that judgment would have been', () => {
    fc.assert(
      fc.property(anyRule, values, (r, given) => {
        const told = verdict(r, given);
        const possible = new Set(completions(given).map((complete) => verdict(r, complete)));
        if (told === 'positive' || told === 'negative' || told === 'excluded') {
          assert.deepEqual([...possible], [told]);
        }
        // Inside the gate means inside it under every completion.
        if (told === 'missing') assert.ok(!possible.has('excluded'));
      }),
      { numRuns: 500 },
    );
  });

  test('more judgments never change a verdict that was told, they only tell more', () => {
    fc.assert(
      fc.property(
        anyRule,
        values,
        fc.constantFrom(...METRICS),
        fc.constantFrom(...GRID),
        (r, given, metric, added) => {
          const before = verdict(r, given);
          const known = given[metric];
          if (known !== undefined && known.kind !== 'missing') return;
          const after = verdict(r, { ...given, [metric]: added });
          if (['positive', 'negative', 'excluded'].includes(before)) assert.equal(after, before);
          if (before === 'missing') assert.ok(['positive', 'negative', 'missing'].includes(after));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('why a judgment is missing makes no difference, nor whether the judge was asked', () => {
    fc.assert(
      fc.property(anyRule, values, (r, given) => {
        const all = given as Record<string, JudgmentValue>;
        const without = Object.fromEntries(Object.entries(all).filter(([, v]) => v.kind !== 'missing'));
        assert.equal(verdict(r, all), verdict(r, without));
      }),
    );
  });
});

/** Every way of filling in the missing metrics from the grid. */
function completions(
  given: Partial<Record<(typeof METRICS)[number], JudgmentValue>>,
): Record<string, JudgmentValue>[] {
  let all: Record<string, JudgmentValue>[] = [{}];
  for (const metric of METRICS) {
    const known = given[metric];
    const options = known === undefined || known.kind === 'missing' ? GRID : [known];
    all = all.flatMap((partial) => options.map((option) => ({ ...partial, [metric]: option })));
  }
  return all;
}

describe('conditions', () => {
  test('alternatives are joined by or, clauses by and', () => {
    const either = rule([
      [
        { metric: 'a', op: '<', number: 2 },
        { metric: 'b', op: '>', number: 2 },
      ],
      [{ metric: 'c', op: '=', number: 4 }],
    ]);
    assert.equal(verdict(either, { a: number(1), b: number(3), c: number(0) }), 'positive');
    assert.equal(verdict(either, { a: number(1), b: number(1), c: number(0) }), 'negative');
    assert.equal(verdict(either, { a: missing, b: number(1), c: number(4) }), 'positive');
    assert.equal(describeRule(either), 'a < 2 and b > 2 or c = 4 among all, missing dropped');
  });

  test('an empty gate lets everything in, and an empty predicate is said in words', () => {
    assert.equal(verdict(rule([[{ metric: 'a', op: '<', number: 1 }]]), { a: number(0) }), 'positive');
    assert.equal(verdict(rule([]), {}), 'positive');
    assert.equal(describeRule(rule([])), 'all among all, missing dropped');
  });

  test('a metric named like a property of every object is not found by accident', () => {
    const odd = rule([[{ metric: 'constructor', op: 'in', values: ['x'] }]]);
    assert.equal(verdict(odd, {}), 'missing');
  });
});
