/** What the tree says of an element, apart from VS Code: texts, icon, the words that menus match. */
import { nodeDescription } from '../../analysis/outline/nodeWords.ts';
import { nodeSpoken, nodeTooltip } from '../../analysis/outline/nodeTooltip.ts';
import { formatCount } from '../../analysis/outline/nodeWords.ts';
import type { Level } from '../../analysis/outline/levels.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import { oneLine, visible } from './oneLine.ts';
import type { NodeElement, PageElement, TranscriptElement, TreeElement } from './treeElements.ts';
import { transcriptDescription, transcriptLabel, transcriptTooltip, verdictIcon } from './transcriptWords.ts';

export interface ElementFacts {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly icon: string;
  readonly color: string | undefined;
  /** Words for `when` clauses: `viewItem =~ /\boneRun\b/`. */
  readonly contextValue: string;
  readonly hasChildren: boolean;
}

/** @param corrected what people's labels correct the rate of a whole run to, in short; empty for none */
export function elementFacts(element: TreeElement, corrected = ''): ElementFacts {
  switch (element.kind) {
    case 'node':
      return nodeFacts(element, corrected);
    case 'page':
      return pageFacts(element);
    case 'transcript':
      return transcriptFacts(element);
  }
}

/** @param source a line on where the transcripts came from; empty when it isn't known */
export function elementTooltip(element: TreeElement, source: string): string {
  switch (element.kind) {
    case 'node':
      return nodeTooltip(element.drawn.tree, element.node, source);
    case 'page':
      return pageFacts(element).spoken;
    case 'transcript':
      return transcriptTooltip(element.row, ruleOf(element));
  }
}

/** The rule of the run that a transcript belongs to. */
export function ruleOf(element: TranscriptElement): VerdictRule | undefined {
  const { ruleId } = element.leaf.arm;
  return ruleId === null ? undefined : element.drawn.tree.table.rules.get(ruleId);
}

/** Levels whose names can be corrected. */
const RENAMED: ReadonlySet<string> = new Set(['study', 'run', 'group', 'model', 'condition']);

function nodeFacts(element: NodeElement, corrected: string): ElementFacts {
  const { tree } = element.drawn;
  const { node, name, runId, armId, studyId } = element;
  const label = oneLine(name);
  const isStudy = node.level === 'origin' && studyId !== undefined;
  const tally = tree.tally(node);
  const isTraining = tally.total > 0 && tally.training === tally.total;
  const level = isStudy ? 'study' : node.level === 'origin' ? 'run' : node.level;
  const words = [
    node.kind === 'range' ? 'range' : level,
    ...(isTraining ? ['training'] : []),
    ...(tally.partial && !tally.launched ? ['partial'] : []),
    ...(runId === undefined ? [] : ['oneRun', ...(tally.launched ? ['launched'] : [])]),
    ...(armId === undefined ? [] : ['oneArm']),
    ...(node.kind === 'level' && RENAMED.has(level) ? ['named'] : []),
  ];
  return {
    label,
    description: visible(nodeDescription(tree, node, corrected)),
    spoken: visible(nodeSpoken(tree, node, label, corrected)),
    icon:
      node.kind === 'range'
        ? 'list-ordered'
        : isTraining && level === 'run'
          ? 'mortar-board'
          : levelIcon(level),
    color: undefined,
    contextValue: words.join(' '),
    hasChildren: tally.total > 0 || node.leaf === undefined,
  };
}

function pageFacts({ range }: PageElement): ElementFacts {
  const label = `${formatCount(range.first)}–${formatCount(range.first + range.n - 1)}`;
  return {
    label,
    description: '',
    spoken: `transcripts ${label}`,
    icon: 'list-ordered',
    color: undefined,
    contextValue: 'page',
    hasChildren: true,
  };
}

function transcriptFacts(element: TranscriptElement): ElementFacts {
  const label = transcriptLabel(element.row);
  const rule = ruleOf(element);
  const description = transcriptDescription(element.row, rule);
  return {
    label,
    description,
    spoken: `transcript ${label.replace(' ≠', '')}, ${description.replaceAll(' · ', ', ')}`,
    ...verdictIcon(element.row, rule),
    contextValue: element.row.humanVerdict === 'none' ? 'transcript unlabelled' : 'transcript labelled',
    hasChildren: false,
  };
}

function levelIcon(level: Exclude<Level, 'origin'> | 'study'): string {
  switch (level) {
    case 'study':
      return 'folder-library';
    case 'run':
      return 'beaker';
    case 'suite':
      return 'checklist';
    case 'group':
      return 'layers';
    case 'model':
      return 'hubot';
    case 'condition':
      return 'settings';
    case 'probe':
      return 'question';
    case 'verdict':
      return 'law';
    case 'arm':
      return 'circle-small';
  }
}
