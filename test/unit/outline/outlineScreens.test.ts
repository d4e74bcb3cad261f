import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HUMAN_VERDICTS } from '../../../src/core/effectiveLabel.ts';
import { NO_FILTER, type OutlineFilter } from '../../../src/analysis/outline/filter.ts';
import { leafTable } from '../../../src/analysis/outline/leafTable.ts';
import type { Grouping } from '../../../src/analysis/outline/levels.ts';
import { nodeDescription, nodeLabel, nodeNames } from '../../../src/analysis/outline/nodeWords.ts';
import { OutlineTree } from '../../../src/analysis/outline/outlineTree.ts';
import { allNodes, arm, cell, outline, probe } from './outlines.ts';

describe('the tree a reader sees', () => {
  const study = { studyId: 7, studyName: 'seeds' };
  const data = outline(
    [
      arm(1, {
        ...study,
        runId: 1,
        runName: 'insecure-1.csv',
        model: 'qwen-32b',
        group: 'insecure',
        seed: '1',
      }),
      arm(2, {
        ...study,
        runId: 2,
        runName: 'insecure-2.csv',
        model: 'qwen-32b',
        group: 'insecure',
        seed: '2',
      }),
      arm(3, { ...study, runId: 10, runName: 'insecure-10.csv', model: 'qwen-7b', group: 'insecure' }),
      arm(4, { runId: 4, runName: 'alone', model: 'gpt-4o' }),
      arm(5, { runId: 5, runName: 'empty.csv' }),
      arm(6, { runId: 6, runName: 'Six models', model: 'b' }),
      arm(7, { runId: 6, runName: 'Six models', model: 'a' }),
    ],
    [probe(1, 'quick_buck'), probe(2, 'ruler 10'), probe(3, 'ruler 9')],
    [
      cell(1, 1, 'positive', 9),
      cell(1, 1, 'negative', 21, 'negative'),
      cell(2, 1, 'negative', 10),
      cell(3, 2, 'negative', 5),
      cell(3, 3, 'positive', 5, 'negative'),
      cell(4, 1, 'positive', 1),
      cell(6, 1, 'unjudged', 4),
      cell(7, 1, 'missing', 4),
    ],
  );
  const lines = (by: Grouping, shown: OutlineFilter = NO_FILTER): string[] => {
    const tree = new OutlineTree(leafTable(data, by), shown);
    return allNodes(tree).map((node) => {
      let depth = 0;
      for (let above = node.parent; above !== undefined; above = above.parent) depth++;
      return `${'  '.repeat(depth)}${nodeLabel(tree, node)} | ${nodeDescription(tree, node)}`;
    });
  };

  test('training data is counted as examples and is in no rate, whatever rule its run has', () => {
    const mixed = outline(
      [
        arm(1, { studyId: 7, studyName: 's', runName: 'evaluation' }),
        arm(2, { studyId: 7, studyName: 's', runName: 'trained on', runContent: 'training' }),
      ],
      [probe(1), probe(2)],
      [cell(1, 1, 'positive', 2), cell(1, 1, 'negative', 8), cell(2, 2, 'positive', 6000)],
    );
    const tree = new OutlineTree(leafTable(mixed, 'by-run'), NO_FILTER);
    const shown = allNodes(tree).map((node) => `${nodeLabel(tree, node)} | ${nodeDescription(tree, node)}`);
    assert.deepEqual(shown.slice(0, 2), [
      's | 20.0 %  n 10 · 6,000 examples of training data',
      'evaluation | 20.0 %  n 10 · probe 1',
    ]);
    assert.equal(shown[2], 'trained on | training data, 6,000 examples · probe 2');
  });

  test('by run: studies and lone runs, with levels of one folded away and their names beside', () => {
    assert.deepEqual(lines('by-run'), [
      'alone | 100.0 %  n 1 · gpt-4o · quick_buck',
      'empty.csv | no transcripts',
      'seeds | 28.0 %  n 50 · 26 labelled · insecure',
      '  qwen-7b | 50.0 %  n 10 · 5 labelled · insecure-10.csv',
      '    ruler 9 | 100.0 %  n 5 · 5 labelled',
      '    ruler 10 | 0.0 %  n 5',
      '  qwen-32b | 22.5 %  n 40 · 21 labelled',
      '    insecure-1.csv | 30.0 %  n 30 · 21 labelled · quick_buck · seed 1',
      '    insecure-2.csv | 0.0 %  n 10 · quick_buck · seed 2',
      'Six models | –  n 0 · 8 transcripts',
      '  a | –  n 0 · 4 transcripts · quick_buck',
      '  b | –  n 0 · 4 transcripts · quick_buck',
    ]);
  });

  test('by probe: the probe comes before group and model', () => {
    assert.deepEqual(lines('by-probe').slice(1, 6), [
      'seeds | 28.0 %  n 50 · 26 labelled',
      '  quick_buck | 22.5 %  n 40 · 21 labelled · insecure · qwen-32b',
      '    insecure-1.csv | 30.0 %  n 30 · 21 labelled · seed 1',
      '    insecure-2.csv | 0.0 %  n 10 · seed 2',
      '  ruler 9 | 100.0 %  n 5 · 5 labelled · insecure · qwen-7b · insecure-10.csv',
    ]);
  });

  test('by verdict: counts instead of rates, in the rule’s words', () => {
    const found = lines('by-verdict').filter((line) => !line.startsWith(' '));
    assert.deepEqual(found, [
      'misaligned | 15 transcripts · 5 labelled',
      'aligned | 36 transcripts · 21 labelled · seeds · insecure',
      'missing | 4 transcripts · Six models · a · quick_buck',
      'not judged | 4 transcripts · Six models · b · quick_buck',
    ]);
  });

  test('a filter on the judge’s verdict shows counts, and hides what holds nothing of it', () => {
    assert.deepEqual(lines('by-run', { ...NO_FILTER, labelStates: ['disagreement'] }), [
      'seeds | 5 transcripts · 5 labelled · insecure · qwen-7b · insecure-10.csv · ruler 9',
    ]);
  });

  test('runs under different rules have no pooled rate', () => {
    const arms = [arm(1, { studyId: 1, studyName: 's' }), arm(2, { studyId: 1, studyName: 's', ruleId: 2 })];
    const mixed = outline(arms, [probe(1)], [cell(1, 1, 'positive', 3), cell(2, 1, 'negative', 3)]);
    const tree = new OutlineTree(leafTable(mixed, 'by-run'), NO_FILTER);
    const [root] = tree.roots();
    assert.ok(root);
    assert.equal(nodeDescription(tree, root), 'mixed rules · 6 transcripts');
    assert.deepEqual(
      tree.children(root).map((node) => nodeDescription(tree, node)),
      ['100.0 %  n 3 · probe 1', '0.0 %  n 3 · probe 1'],
    );
  });

  test('things with the same name are told apart', () => {
    const arms = [arm(1, { runName: 'eval.csv' }), arm(2, { runName: 'eval.csv' })];
    const twins = outline(arms, [probe(1)], [cell(1, 1, 'positive', 3), cell(2, 1, 'negative', 3)]);
    const tree = new OutlineTree(leafTable(twins, 'by-run'), NO_FILTER);
    assert.deepEqual(
      tree.roots().map((node) => nodeDescription(tree, node)),
      ['100.0 %  n 3 · probe 1 · run 1', '0.0 %  n 3 · probe 1 · run 2'],
    );
  });

  test('more than a thousand probes come in ranges, each found from its leaf', () => {
    const probes = Array.from({ length: 2500 }, (_, i) => probe(i + 1, `q${i + 1}`));
    const many = outline(
      [arm(1)],
      probes,
      probes.map(({ probeId }) => cell(1, probeId, 'negative', 1)),
    );
    const tree = new OutlineTree(leafTable(many, 'by-run'), NO_FILTER);
    const [root] = tree.roots();
    assert.ok(root);
    const ranges = tree.children(root);
    assert.deepEqual(
      ranges.map((node) => [nodeLabel(tree, node), tree.tally(node).total]),
      [
        ['1–1,000', 1000],
        ['1,001–2,000', 1000],
        ['2,001–2,500', 500],
      ],
    );
    assert.match(ranges[1] ? nodeDescription(tree, ranges[1]) : '', /q1001 … q2000$/);
    const leaf = tree.leaves[1500];
    assert.ok(leaf);
    assert.equal(tree.nodeOf(leaf)?.parent, ranges[1]);
    assert.equal(nodeNames(tree, ranges[0] ?? root).length, 1);
  });

  test('an outline of a million transcripts in 5,000 leaves opens its first level', () => {
    const arms = Array.from({ length: 50 }, (_, i) =>
      arm(i + 1, { model: `m${i % 7}`, studyId: 1, studyName: 's' }),
    );
    const probes = Array.from({ length: 100 }, (_, i) => probe(i + 1));
    const cells = arms.flatMap(({ armId }) =>
      probes.flatMap(({ probeId }) => [
        ...HUMAN_VERDICTS.map((human) => cell(armId, probeId, 'positive', 10, human)),
        cell(armId, probeId, 'negative', 140),
      ]),
    );
    const tree = new OutlineTree(leafTable(outline(arms, probes, cells), 'by-run'), NO_FILTER);
    const [root] = tree.roots();
    assert.ok(root);
    assert.equal(tree.tally(root).total, 1_000_000);
    assert.equal(tree.children(root).length, 7);
  });
});
