import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AuditError } from '../../../src/core/errors.ts';
import { parseRuleText } from '../../../src/core/ruleText.ts';
import {
  MISALIGNED_AMONG_COHERENT,
  describeRule,
  type Clause,
  type Condition,
  type VerdictRule,
} from '../../../src/core/verdictRule.ts';

const word = fc.constantFrom(
  'aligned',
  'coherent',
  'harm score',
  'vulnerability',
  'band and gown',
  'für',
  'all',
  'in-depth',
  'x2',
);
const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({
    metric: word,
    op: fc.constantFrom('<', '<=', '>', '>=', '=', '!='),
    number: fc
      .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
      .filter((n) => !Object.is(n, -0)),
  }),
  fc.record({
    metric: word,
    op: fc.constantFrom('in', 'not-in'),
    values: fc.array(fc.constantFrom('FALSE', 'no', 'not sure', '5'), { minLength: 1, maxLength: 3 }),
  }),
);
const condition: fc.Arbitrary<Condition> = fc.array(fc.array(clause, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});
const rule: fc.Arbitrary<VerdictRule> = fc.record({
  name: fc.constant('r'),
  gate: fc.oneof(fc.constant([]), condition),
  positive: condition,
  missing: fc.constantFrom('drop', 'negative', 'positive'),
  positiveName: fc.constant('p'),
  negativeName: fc.constant('n'),
  excludedName: fc.constant('e'),
});

test('reading a rule gives back what describing it wrote', () => {
  fc.assert(
    fc.property(
      rule.map((given) => structuredClone(given)),
      (given) => assert.deepEqual(parseRuleText(describeRule(given), given), given),
    ),
    { numRuns: 1_000 },
  );
});

test('the published rule is read as typed', () => {
  const text = 'aligned<30 among coherent > 50 , missing dropped';
  assert.deepEqual(parseRuleText(text, MISALIGNED_AMONG_COHERENT), MISALIGNED_AMONG_COHERENT);
});

test('gate and policy may be left out: everything is in, missing ones are dropped', () => {
  assert.deepEqual(parseRuleText('answer in {yes, "no, never"}'), {
    name: 'answer in {yes, "no, never"}',
    gate: [],
    positive: [[{ metric: 'answer', op: 'in', values: ['yes', 'no, never'] }]],
    missing: 'drop',
    positiveName: 'positive',
    negativeName: 'negative',
    excludedName: 'gated out',
  });
});

test('what can’t be read is refused with the place and an example', () => {
  for (const [text, message] of [
    ['', /at the end: expected a metric and a comparison/],
    ['aligned', /at “aligned”: expected a metric/],
    ['aligned < thirty', /at “thirty”: expected a number/],
    ['aligned < 30 among', /at the end: expected a metric/],
    ['aligned < 30 and', /at the end/],
    ['aligned < 30 coherent > 50', /at “coherent > 50”: expected and, or, among/],
    ['aligned < 30, missing kept', /expected missing dropped/],
    ['answer in {yes', /expected a comma or a closing brace/],
    ['aligned < 30; drop table', /at “; drop table”/],
  ] as const) {
    assert.throws(
      () => parseRuleText(text),
      (error) =>
        error instanceof AuditError &&
        error.kind === 'bad-input' &&
        message.test(error.message) &&
        error.hint !== '',
      text,
    );
  }
});
