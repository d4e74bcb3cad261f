import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { JUDGE_VERDICTS } from '../../../src/core/verdictRule.ts';
import { LABEL_STATES, NO_FILTER, admits, type OutlineFilter } from '../../../src/analysis/outline/filter.ts';
import { leafTable } from '../../../src/analysis/outline/leafTable.ts';
import { GROUPINGS, levelName, levelValue, type Grouping } from '../../../src/analysis/outline/levels.ts';
import { nodeDescription, nodeLabel } from '../../../src/analysis/outline/nodeWords.ts';
import { OutlineTree } from '../../../src/analysis/outline/outlineTree.ts';
import { allNodes, anyOutline } from './outlines.ts';

const grouping = fc.constantFrom(...(Object.keys(GROUPINGS) as Grouping[]));
const anyFilter: fc.Arbitrary<OutlineFilter> = fc.record({
  text: fc.constant(''),
  verdicts: fc.subarray([...JUDGE_VERDICTS]),
  labelStates: fc.subarray([...LABEL_STATES]),
  models: fc.subarray(['', 'insecure', 'Model 2', 'model 10']),
  probes: fc.subarray(['control', 'secure', 'a/b']),
});
const filter = fc.oneof(fc.constant(NO_FILTER), anyFilter);

describe('the tree over random outlines', () => {
  test('shows every transcript that the filter admits exactly once', () => {
    fc.assert(
      fc.property(anyOutline, grouping, filter, (data, by, shown) => {
        const tree = new OutlineTree(leafTable(data, by), shown);
        const listed = allNodes(tree).flatMap((node) => (node.leaf === undefined ? [] : [node.leaf]));
        assert.equal(new Set(listed).size, listed.length);
        assert.deepEqual(listed, tree.leaves);
        const models = new Map(data.arms.map(({ armId, model }) => [armId, model ?? '']));
        const probes = new Map(data.probes.map(({ probeId, name }) => [probeId, name]));
        const expected = data.leaves
          .filter(({ judgeVerdict, humanVerdict }) => admits(shown, judgeVerdict, humanVerdict))
          .filter(({ armId }) => shown.models.length === 0 || shown.models.includes(models.get(armId) ?? ''))
          .filter(
            ({ probeId }) => shown.probes.length === 0 || shown.probes.includes(probes.get(probeId) ?? ''),
          )
          .reduce((sum, { n }) => sum + n, 0);
        assert.equal(
          listed.reduce((sum, leaf) => sum + tree.count(leaf), 0),
          expected,
        );
        assert.equal(tree.total().total, expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test('counts of children add up to their parent’s', () => {
    fc.assert(
      fc.property(anyOutline, grouping, filter, (data, by, shown) => {
        const tree = new OutlineTree(leafTable(data, by), shown);
        for (const node of allNodes(tree)) {
          if (node.leaf !== undefined) continue;
          const parts = tree.children(node).map((child) => tree.tally(child));
          const whole = tree.tally(node);
          for (const verdict of JUDGE_VERDICTS) {
            assert.equal(
              parts.reduce((sum, part) => sum + part.judge[verdict], 0),
              whole.judge[verdict],
            );
          }
          for (const key of ['total', 'labelled', 'disagreeing', 'conflicts'] as const) {
            assert.equal(
              parts.reduce((sum, part) => sum + part[key], 0),
              whole[key],
            );
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('knows each node’s parent, and finds the node of every leaf', () => {
    fc.assert(
      fc.property(anyOutline, grouping, filter, (data, by, shown) => {
        const tree = new OutlineTree(leafTable(data, by), shown);
        for (const root of tree.roots()) assert.equal(root.parent, undefined);
        for (const node of allNodes(tree)) {
          for (const child of tree.children(node)) assert.equal(child.parent, node);
          if (node.leaf !== undefined) assert.equal(tree.nodeOf(node.leaf), node);
          // A node with one child would be a level that tells nothing.
          if (node.leaf === undefined) assert.ok(tree.children(node).length > 1);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('gives every node an id of its own, the same when other things come and go', () => {
    fc.assert(
      fc.property(anyOutline, grouping, fc.nat(), (data, by, pick) => {
        const before = allNodes(new OutlineTree(leafTable(data, by), NO_FILTER));
        assert.equal(new Set(before.map(({ id }) => id)).size, before.length);
        const runIds = [...new Set(data.arms.map(({ runId }) => runId))];
        const gone = runIds[pick % Math.max(runIds.length, 1)];
        const kept = new Set(data.arms.filter(({ runId }) => runId !== gone).map(({ armId }) => armId));
        const fewer = {
          ...data,
          arms: data.arms.filter(({ armId }) => kept.has(armId)),
          leaves: data.leaves.filter(({ armId }) => kept.has(armId)),
        };
        const known = new Set(before.map(({ path }) => path));
        // With a run gone, some nodes hold one thing less and fold; what is left has the ids and paths it had.
        for (const node of allNodes(new OutlineTree(leafTable(fewer, by), NO_FILTER))) {
          if (node.leaf !== undefined) assert.ok(known.has(node.path), node.path);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('folding never loses a name: labels and descriptions on the way to a leaf tell all of its names', () => {
    fc.assert(
      fc.property(anyOutline, grouping, (data, by) => {
        const tree = new OutlineTree(leafTable(data, by), NO_FILTER);
        for (const leafNode of allNodes(tree)) {
          const { leaf } = leafNode;
          if (leaf === undefined) continue;
          const shown: string[] = [];
          for (let node: typeof leafNode | undefined = leafNode; node !== undefined; node = node.parent) {
            shown.push(nodeLabel(tree, node), nodeDescription(tree, node));
          }
          const text = shown.join('\n');
          for (const level of GROUPINGS[by]) {
            if (level === 'arm' || level === 'verdict') continue;
            const name = levelName(leaf, level);
            if (name !== null) assert.ok(text.includes(name), `${level} ${name} in\n${text}`);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('children are in the order of their level, and leaves in the order of the tree', () => {
    fc.assert(
      fc.property(anyOutline, grouping, (data, by) => {
        const { leaves, levels } = leafTable(data, by);
        const tree = new OutlineTree(leafTable(data, by), NO_FILTER);
        for (const [index, leaf] of leaves.entries()) {
          const next = leaves[index + 1];
          if (next !== undefined) assert.ok(leaf.order < next.order);
        }
        for (const node of allNodes(tree)) {
          const values = tree.children(node).map((child) => levelValue(tree.first(child), child.level));
          assert.equal(new Set(values).size, values.length);
        }
        assert.ok(levels.length > 0);
      }),
      { numRuns: 1_000 },
    );
  });
});
