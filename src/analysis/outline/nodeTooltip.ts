/** What a node says when asked: everything behind its rate, one fact a line, plain text. */
import { formatRate, type Rate } from '../../core/rate.ts';
import { describeRule, type VerdictRule } from '../../core/verdictRule.ts';
import { formatInterval, wilsonInterval } from '../wilson.ts';
import { levelValue, type Level } from './levels.ts';
import { figureWords, formatCount, nodeNames, plural, showsCountsOnly } from './nodeWords.ts';
import type { OutlineNode, OutlineTree } from './outlineTree.ts';
import { pooledRate, verdictsIn, type Tally } from './tally.ts';
import { judgeWords } from './verdictWords.ts';

/** @param source a line saying where the transcripts came from; left out when empty */
export function nodeTooltip(tree: OutlineTree, node: OutlineNode, source = ''): string {
  const tally = tree.tally(node);
  const names =
    node.kind === 'range' ? [] : nodeNames(tree, node).map(({ word, name }) => `${capital(word)}: ${name}`);
  const holds = holdsWords(tree, node);
  return [...names, ...holds, ...rateLines(tree, tally), ...countLines(tally), source]
    .filter((line) => line !== '')
    .join('\n');
}

/** The same, short, for a screen reader: level, name, figures. */
export function nodeSpoken(tree: OutlineTree, node: OutlineNode, label: string, corrected = ''): string {
  const [own] = nodeNames(tree, node);
  const word = node.kind === 'range' ? `${node.level}s` : (own?.word ?? node.level);
  return [
    `${word} ${label}`,
    ...figureWords(tree, tree.tally(node), corrected === '' ? '' : `, corrected ${corrected}`),
  ].join(', ');
}

/** `Holds 2 groups, 3 models, 4 runs, 8 probes`, levels of one left out. */
function holdsWords(tree: OutlineTree, node: OutlineNode): string[] {
  const leaves = tree.leavesOf(node);
  const words = (['group', 'model', 'run', 'condition', 'probe'] satisfies Level[])
    .map((level) => {
      const values = new Set(leaves.map((leaf) => levelValue(leaf, level)));
      values.delete(null);
      return { level, count: values.size };
    })
    .filter(({ count }) => count > 1)
    .map(({ level, count }) => plural(count, level));
  return words.length === 0 ? [] : [`Holds ${words.join(', ')}`];
}

function rateLines(tree: OutlineTree, tally: Tally): string[] {
  if (tally.total === 0) return [];
  if (tally.training === tally.total) return ['Training data: what a model was trained on. It has no rate.'];
  if (showsCountsOnly(tree)) return ['No rate is shown: these were picked by the judge’s verdict.'];
  if (tally.rules.length > 1) {
    return [
      'Rules differ here, so no pooled rate is shown:',
      ...tally.rules.map((rule) => `  ${rule.positiveName}: ${describeRule(rule)}`),
    ];
  }
  const [rule] = tally.rules;
  const rate = pooledRate(tally);
  if (rule === undefined || rate === undefined) return ['No verdict rule is set, so there is no rate.'];
  return [rateLine(rule, rate), ...intervalLine(rate), `Rule: ${describeRule(rule)}`];
}

function rateLine(rule: VerdictRule, rate: Rate): string {
  return `${capital(rule.positiveName)}: ${formatCount(rate.positive)} of ${formatCount(rate.n)} = ${formatRate(rate)}`;
}

function intervalLine(rate: Rate): string[] {
  const interval = wilsonInterval(rate.positive, rate.n);
  if (interval === undefined) return [];
  return [
    `95 % interval ${formatInterval(interval)} (Wilson; about more answers to these prompts, pooled by count)`,
  ];
}

function countLines(tally: Tally): string[] {
  if (tally.total === 0) return ['No transcripts'];
  const rule = tally.rules.length === 1 ? tally.rules[0] : undefined;
  const isTraining = tally.training === tally.total;
  const counts = verdictsIn(tally).map((verdict) => {
    const words = `${formatCount(tally.judge[verdict])} ${judgeWords(verdict, rule)}`;
    return verdict === 'excluded' && rule !== undefined ? `${words} (gated out)` : words;
  });
  const people =
    tally.labelled === 0
      ? 'None labelled by people'
      : [
          `${formatCount(tally.labelled)} labelled by people`,
          ...(tally.disagreeing > 0 ? [`${formatCount(tally.disagreeing)} unlike the judge`] : []),
          ...(tally.conflicts > 0 ? [`${formatCount(tally.conflicts)} in conflict`] : []),
        ].join(', ');
  if (isTraining) return [plural(tally.total, 'example'), people];
  const training =
    tally.training === 0 ? [] : [`${plural(tally.training, 'example')} of training data, in no rate`];
  return [`${plural(tally.total, 'transcript')}: ${counts.join(', ')}`, ...training, people];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
