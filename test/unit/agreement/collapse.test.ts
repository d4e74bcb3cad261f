// Putting two sides' classes into one table: nothing is dropped silently, and what was done is said.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  ALL_CLASSES,
  type CollapsePolicy,
  collapsePairs,
  commonClasses,
  humanCollapse,
  judgeCollapse,
  LEAVE_OUT,
  TWO_CLASSES,
} from '../../../src/analysis/agreement/collapse.ts';
import { HUMAN_VERDICTS } from '../../../src/core/effectiveLabel.ts';
import { JUDGE_VERDICTS } from '../../../src/core/verdictRule.ts';

const verdicts = (pairs: readonly (readonly [string, string])[], policy: CollapsePolicy) =>
  collapsePairs(
    pairs,
    { name: 'Judge', collapse: judgeCollapse(policy) },
    { name: 'Ada', collapse: humanCollapse(policy) },
    commonClasses(policy),
  );

const PAIRS = [
  ['positive', 'positive'],
  ['positive', 'negative'],
  ['negative', 'negative'],
  ['negative', 'excluded'],
  ['excluded', 'negative'],
  ['excluded', 'excluded'],
  ['gate-missing', 'positive'],
  ['missing', 'none'],
  ['negative', 'undecided'],
  ['positive', 'conflict'],
] as const;

describe('the collapse', () => {
  test('to two classes leaves out what either put elsewhere, counted by class', () => {
    const { table, leftOut, words } = verdicts(PAIRS, TWO_CLASSES);
    assert.deepEqual(table.classes, ['positive', 'negative']);
    assert.deepEqual(table.counts, [
      [1, 1],
      [0, 1],
    ]);
    assert.deepEqual(Object.fromEntries(leftOut.first), { excluded: 1, 'gate-missing': 1 });
    assert.deepEqual(Object.fromEntries(leftOut.second), { excluded: 1, undecided: 1, conflict: 1 });
    assert.equal(leftOut.both, 2);
    assert.equal(
      words,
      'Judge: positive; negative; left out: excluded, gate-missing, missing. ' +
        'Ada: positive; negative; left out: conflict, excluded, none, undecided. ' +
        'Left out: 1 that Judge has as excluded, 1 that Judge has as gate-missing, 1 that Ada has as conflict, ' +
        '1 that Ada has as excluded, 1 that Ada has as undecided, 2 on both sides.',
    );
  });

  test('to all classes leaves nothing out', () => {
    const { table, words } = verdicts(PAIRS, ALL_CLASSES);
    assert.deepEqual(table.classes, ['positive', 'negative', 'excluded', 'undecided', 'missing']);
    assert.equal(table.n, PAIRS.length);
    assert.match(words, /undecided \(conflict, undecided\)/);
    assert.match(words, /missing \(gate-missing, missing\).*None left out\.$/);
  });

  test('may count not sure and outside the gate as negative, as some labs do', () => {
    const { table, words } = verdicts(PAIRS, {
      excluded: 'negative',
      undecided: 'negative',
      missing: 'leave-out',
    });
    assert.deepEqual(table.counts, [
      [1, 2],
      [0, 5],
    ]);
    assert.match(words, /Ada: positive; negative \(conflict, excluded, negative, undecided\)/);
  });

  test('takes any classes, unnamed ones as they are and unrated items as missing', () => {
    const { pairs, table } = collapsePairs(
      [
        ['calm', '1'],
        ['angry', undefined],
        ['odd', '2'],
      ],
      { name: 'A', collapse: new Map() },
      {
        name: 'B',
        collapse: new Map<string, string | typeof LEAVE_OUT>([
          ['1', 'calm'],
          ['2', LEAVE_OUT],
        ]),
      },
      ['calm', 'angry'],
    );
    assert.deepEqual(pairs, [
      ['calm', 'calm'],
      ['angry', 'missing'],
    ]);
    assert.deepEqual(table.classes, ['calm', 'angry', 'missing']);
  });

  test('counts every pair exactly once, in the table or beside it', () => {
    const pair = fc.tuple(fc.constantFrom(...JUDGE_VERDICTS), fc.constantFrom(...HUMAN_VERDICTS));
    const choice = fc.constantFrom<'own' | 'leave-out' | 'negative'>('own', 'leave-out', 'negative');
    const policies = fc.record({ excluded: choice, undecided: choice, missing: choice });
    fc.assert(
      fc.property(fc.array(pair), policies, (pairs, policy) => {
        const { table, leftOut } = verdicts(pairs, policy);
        const beside = [...leftOut.first.values(), ...leftOut.second.values()].reduce(
          (a, b) => a + b,
          leftOut.both,
        );
        assert.equal(table.n + beside, pairs.length);
        assert.deepEqual(table.classes, commonClasses(policy));
      }),
    );
  });
});
