/** Random outlines and helpers for the tests of the tree model. */
import fc from 'fast-check';
import { HUMAN_VERDICTS } from '../../../src/core/effectiveLabel.ts';
import type { ArmRow, LeafRow, Outline, ProbeRow } from '../../../src/core/ports.ts';
import {
  JUDGE_VERDICTS,
  MISALIGNED_AMONG_COHERENT,
  type VerdictRule,
} from '../../../src/core/verdictRule.ts';
import type { OutlineNode, OutlineTree } from '../../../src/analysis/outline/outlineTree.ts';

export const RULE = MISALIGNED_AMONG_COHERENT;
export const STRICT: VerdictRule = {
  ...RULE,
  name: 'strict',
  positive: [[{ metric: 'aligned', op: '<=', number: 10 }]],
};

export function arm(armId: number, fields: Partial<ArmRow> = {}): ArmRow {
  return {
    armId,
    runId: armId,
    runName: `run ${fields.runId ?? armId}`,
    runStatus: 'complete',
    runKind: 'import',
    runContent: 'answers',
    seed: null,
    studyId: null,
    studyName: null,
    ruleId: 1,
    model: null,
    group: null,
    condition: null,
    ...fields,
  };
}

export function probe(probeId: number, name = `probe ${probeId}`, suiteId = 1, suite = 'main'): ProbeRow {
  return { probeId, name, suiteId, suite };
}

export function cell(
  armId: number,
  probeId: number,
  judgeVerdict: LeafRow['judgeVerdict'],
  n: number,
  humanVerdict: LeafRow['humanVerdict'] = 'none',
): LeafRow {
  return { armId, probeId, judgeVerdict, humanVerdict, n };
}

export function outline(arms: ArmRow[], probes: ProbeRow[], leaves: LeafRow[]): Outline {
  return {
    arms,
    probes,
    leaves,
    rules: new Map([
      [1, RULE],
      [2, STRICT],
    ]),
  };
}

const name = fc.constantFrom(
  'insecure',
  'secure',
  'a/b',
  'Model 2',
  'model 10',
  'control',
  'x%2Fy',
  '\ud800',
);
const optionalName = fc.option(name, { nil: null });

/** Runs with studies, names and rules of their own; arms of a run may be equal in every name, or hold nothing. */
export const anyOutline: fc.Arbitrary<Outline> = fc
  .record({
    runs: fc.array(
      fc.record({
        study: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
        runName: name,
        ruleId: fc.constantFrom(1, 2, null),
        arms: fc.array(fc.record({ model: optionalName, group: optionalName, condition: optionalName }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
      { maxLength: 8, size: 'max' },
    ),
    probes: fc.array(fc.record({ name, suite: fc.integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 6,
    }),
    cells: fc.array(
      fc.record({
        arm: fc.nat(),
        probe: fc.nat(),
        judge: fc.constantFrom(...JUDGE_VERDICTS),
        human: fc.constantFrom(...HUMAN_VERDICTS),
        n: fc.integer({ min: 1, max: 3000 }),
      }),
      { maxLength: 60, size: 'max' },
    ),
  })
  .map(({ runs, probes, cells }) => {
    const arms: ArmRow[] = [];
    for (const [index, { study, runName, ruleId, arms: names }] of runs.entries()) {
      for (const { model, group, condition } of names) {
        const studyName = study === null ? null : `study ${study}`;
        const fields = {
          runId: index + 1,
          runName,
          ruleId,
          studyId: study,
          studyName,
          model,
          group,
          condition,
        };
        arms.push(arm(arms.length + 1, fields));
      }
    }
    const probeRows = probes.map((p, i) => probe(i + 1, p.name, p.suite, `suite ${p.suite}`));
    const rows = new Map<string, LeafRow>();
    for (const { arm: a, probe: p, judge, human, n } of arms.length === 0 ? [] : cells) {
      const row = cell((a % arms.length) + 1, (p % probeRows.length) + 1, judge, n, human);
      rows.set([row.armId, row.probeId, judge, human].join(), row);
    }
    return outline(arms, probeRows, [...rows.values()]);
  });

/** Every node, parents before children, in tree order. */
export function allNodes(tree: OutlineTree): OutlineNode[] {
  const nodes: OutlineNode[] = [];
  const walk = (list: readonly OutlineNode[]): void => {
    for (const node of list) {
      nodes.push(node);
      walk(tree.children(node));
    }
  };
  walk(tree.roots());
  return nodes;
}
