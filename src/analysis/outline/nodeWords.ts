/** What a node of the tree is called and says beside its name. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import { formatRate } from '../../core/rate.ts';
import { selectsByJudge } from './filter.ts';
import type { Leaf } from './leafTable.ts';
import { levelName, levelWord, namelessWords, type Level } from './levels.ts';
import type { OutlineNode, OutlineTree } from './outlineTree.ts';
import { pooledRate, type Tally } from './tally.ts';
import { judgeWords } from './verdictWords.ts';

/** Whole numbers with separators: `1,200`. */
export function formatCount(count: number): string {
  return groupedNumber(count);
}

/** `1 run`, `3 runs`. */
export function plural(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}

export interface LevelNaming {
  readonly level: Level;
  /** `study`, `run`, `model`. */
  readonly word: string;
  readonly name: string;
}

/** The names that a node stands for: its level's first, then those of the levels folded into it; unknown ones left out. */
export function nodeNames(tree: OutlineTree, node: OutlineNode): readonly LevelNaming[] {
  const leaf = tree.first(node);
  const names: LevelNaming[] = [];
  for (const level of [node.level, ...node.folded]) {
    // Arms are database rows that a reader needn't know of unless nothing else tells two apart.
    if (level === 'arm' && level !== node.level) continue;
    if (level === 'run' && isNamedByOrigin(tree, leaf)) continue;
    const name = level === 'verdict' ? verdictName(tree, node, leaf) : levelName(leaf, level);
    if (name !== null) names.push({ level, word: levelWord(leaf, level), name });
  }
  return names;
}

/** A run that belongs to no study is its own origin: the node of that level, this one or one above, has its name. */
function isNamedByOrigin(tree: OutlineTree, leaf: Leaf): boolean {
  return leaf.arm.studyId === null && tree.table.levels.includes('origin');
}

function verdictName(tree: OutlineTree, node: OutlineNode, leaf: Leaf): string | null {
  if (leaf.verdict === undefined) return null;
  const { rules } = tree.tally(node);
  const [rule] = rules;
  const words = judgeWords(leaf.verdict, rule);
  return rules.every((other) => judgeWords(leaf.verdict ?? 'unjudged', other) === words)
    ? words
    : judgeWords(leaf.verdict, null);
}

/** The node's own label. */
export function nodeLabel(tree: OutlineTree, node: OutlineNode): string {
  if (node.range !== undefined) return `${formatCount(node.range.from)}–${formatCount(node.range.to)}`;
  return nodeNames(tree, node)[0]?.name ?? namelessWords(node.level);
}

/**
 * The text beside the label: state of an import, rate with n, labelled share, and the names folded in.
 *
 * @param corrected the rate as people's labels correct it, with its interval; empty for none
 */
export function nodeDescription(tree: OutlineTree, node: OutlineNode, corrected = ''): string {
  const tally = tree.tally(node);
  const beside = corrected === '' ? '' : ` → ${corrected}`;
  return [...stateWords(tally), ...figureWords(tree, tally, beside), ...besideNames(tree, node)].join(' · ');
}

function stateWords(tally: Tally): string[] {
  const words: string[] = [];
  if (tally.importing) words.push(tally.runId === undefined ? 'some importing' : 'importing');
  if (tally.partial)
    words.push(
      tally.runId === undefined ? 'some partial' : tally.launched ? 'not complete' : 'partial import',
    );
  return words;
}

/** `12.4 %  n 177`, `35 labelled`; counts alone where a rate would mean nothing. */
export function figureWords(tree: OutlineTree, tally: Tally, besideRate = ''): string[] {
  if (tally.total === 0) return tally.importing ? [] : ['no transcripts'];
  const words = [rateWords(tree, tally, besideRate)];
  if (tally.training > 0 && tally.training < tally.total) {
    words.push(`${plural(tally.training, 'example')} of training data`);
  }
  if (tally.labelled > 0) words.push(`${formatCount(tally.labelled)} labelled`);
  if (tally.conflicts > 0) words.push(plural(tally.conflicts, 'conflict'));
  return words;
}

function rateWords(tree: OutlineTree, tally: Tally, beside: string): string {
  if (tally.training === tally.total) return `training data, ${plural(tally.total, 'example')}`;
  const count = plural(tally.total, 'transcript');
  if (showsCountsOnly(tree)) return count;
  if (tally.rules.length > 1) return `mixed rules · ${count}`;
  const rate = pooledRate(tally);
  if (rate === undefined) return `${count} · not judged`;
  const words = `${formatRate(rate)}${beside}  n ${formatCount(rate.n)}`;
  return rate.n === 0 ? `${words} · ${count}` : words;
}

/** True when the tree shows transcripts picked by the judge's verdict. */
export function showsCountsOnly(tree: OutlineTree): boolean {
  return tree.table.grouping === 'by-verdict' || selectsByJudge(tree.filter);
}

/** The folded names, the probe's suite where a sibling has the same name, and the seed of a run. */
function besideNames(tree: OutlineTree, node: OutlineNode): string[] {
  if (node.range !== undefined) return [rangeNames(tree, node)];
  const [own, ...others] = nodeNames(tree, node);
  const leaf = tree.first(node);
  const words = others.filter(({ name }) => name !== own?.name).map(({ name }) => name);
  const { seed } = leaf.arm;
  const runLevel = isNamedByOrigin(tree, leaf) ? 'origin' : 'run';
  if (seed !== null && seed !== '' && [node.level, ...node.folded].includes(runLevel))
    words.push(`seed ${seed}`);
  const twin = twinWords(tree, node, own);
  return twin === undefined ? words : [...words, twin];
}

function rangeNames(tree: OutlineTree, node: OutlineNode): string {
  const list = tree.children(node);
  const [first, last] = [list[0], list.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${nodeLabel(tree, first)} … ${nodeLabel(tree, last)}`;
}

/** What tells a node apart from a neighbour with the same name; siblings are sorted, so equal names are neighbours. */
function twinWords(tree: OutlineTree, node: OutlineNode, own: LevelNaming | undefined): string | undefined {
  if (own === undefined || own.level !== node.level) return undefined;
  const leaf = tree.first(node);
  const before = tree.leaves[node.start - 1];
  const after = tree.leaves[node.end];
  const isTwin = (other: Leaf | undefined): boolean =>
    other !== undefined && sameAbove(tree, node, leaf, other) && levelName(other, node.level) === own.name;
  if (!isTwin(before) && !isTwin(after)) return undefined;
  if (own.level === 'probe') return leaf.probe?.suite;
  if (own.level === 'run' || (own.level === 'origin' && leaf.arm.studyId === null))
    return `run ${leaf.arm.runId}`;
  if (own.level === 'origin') return `study ${leaf.arm.studyId ?? ''}`;
  return undefined;
}

function sameAbove(tree: OutlineTree, node: OutlineNode, a: Leaf, b: Leaf): boolean {
  const depth = tree.table.levels.indexOf(node.level);
  return tree.table.levels.slice(0, depth).every((level) => levelName(a, level) === levelName(b, level));
}
