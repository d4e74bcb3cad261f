import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HUMAN_VERDICTS } from '../../../src/core/effectiveLabel.ts';
import { JUDGE_VERDICTS } from '../../../src/core/verdictRule.ts';
import {
  LABEL_STATES,
  NO_FILTER,
  admits,
  verdictBoxes,
  type OutlineFilter,
} from '../../../src/analysis/outline/filter.ts';
import { describeFilter } from '../../../src/analysis/outline/filterWords.ts';
import { TextHits } from '../../../src/analysis/outline/textHits.ts';
import { RULE } from './outlines.ts';

const verdictFilter = fc.record({
  text: fc.constant(''),
  verdicts: fc.subarray([...JUDGE_VERDICTS]),
  labelStates: fc.subarray([...LABEL_STATES]),
  models: fc.constant([]),
  probes: fc.constant([]),
});

test('the boxes asked of the database hold what the filter admits, each pair of verdicts once', () => {
  fc.assert(
    fc.property(verdictFilter, (filter) => {
      const boxes = verdictBoxes(filter);
      for (const judge of JUDGE_VERDICTS) {
        for (const human of HUMAN_VERDICTS) {
          const holding = boxes?.filter(
            ({ judgeVerdicts, humanVerdicts }) =>
              judgeVerdicts.includes(judge) && humanVerdicts.includes(human),
          );
          assert.equal(holding?.length ?? 1, admits(filter, judge, human) ? 1 : 0);
        }
      }
    }),
  );
});

test('people and judge disagree only where both took a side, being outside the gate included', () => {
  const disagreeing = JUDGE_VERDICTS.flatMap((judge) =>
    HUMAN_VERDICTS.filter((human) =>
      admits({ ...NO_FILTER, labelStates: ['disagreement'] }, judge, human),
    ).map((human) => `${judge} ${human}`),
  );
  assert.deepEqual(disagreeing, [
    'positive negative',
    'positive excluded',
    'negative positive',
    'negative excluded',
    'excluded positive',
    'excluded negative',
  ]);
});

test('a filter is said in words, in the rule’s own where there is one', () => {
  const filter = {
    text: 'grandma',
    verdicts: ['positive', 'missing'] as const,
    labelStates: ['unlabelled'] as const,
    models: ['', 'gpt-4o'],
    probes: ['quick_buck'],
  };
  assert.equal(
    describeFilter(filter, RULE),
    'misaligned or missing, unlabelled, model not known or gpt-4o, quick_buck, “grandma”',
  );
  assert.equal(describeFilter(NO_FILTER), '');
});

test('text results are counted and listed by leaf, and follow new labels', () => {
  const positive = JUDGE_VERDICTS.indexOf('positive');
  const negative = JUDGE_VERDICTS.indexOf('negative');
  const hits = new TextHits('x', {
    ids: [5, 6, 9, 2],
    armIds: [1, 1, 1, 2],
    probeIds: [1, 1, 2, 1],
    judge: [positive, negative, positive, positive],
    human: [0, 0, 0, 0],
    truncated: false,
  });
  const idsOf = (armId: number, probeId: number, filter: OutlineFilter): number[] => [
    ...hits.ofLeaf(armId, probeId, filter).ids,
  ];
  assert.deepEqual(idsOf(1, 1, NO_FILTER), [5, 6]);
  assert.deepEqual([...hits.ofLeaf(1, 1, NO_FILTER).unlabelled], [1, 1]);
  assert.deepEqual(idsOf(1, 1, { ...NO_FILTER, verdicts: ['negative'] }), [6]);
  assert.deepEqual(idsOf(3, 1, NO_FILTER), []);
  assert.equal(hits.relabel(1, 1, 6, 'positive'), true);
  assert.equal(hits.relabel(1, 1, 7, 'positive'), false);
  assert.deepEqual(idsOf(1, 1, { ...NO_FILTER, labelStates: ['disagreement'] }), [6]);
  assert.deepEqual(
    hits.cells(1, 1).map(({ judgeVerdict, humanVerdict, n }) => [judgeVerdict, humanVerdict, n]),
    [
      ['positive', 'none', 1],
      ['negative', 'positive', 1],
    ],
  );
});
