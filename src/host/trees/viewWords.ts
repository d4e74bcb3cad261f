/** What stands above a tree: how it is grouped, what is filtered, why nothing can be written. */
import { describeFilter } from '../../analysis/outline/filterWords.ts';
import type { Grouping } from '../../analysis/outline/levels.ts';
import { formatCount } from '../../analysis/outline/nodeWords.ts';
import type { Drawn, OutlineState } from './outlineState.ts';

export interface ViewWords {
  /** The line above the tree; empty for none. */
  readonly message: string;
  /** Beside the view's title. */
  readonly description: string;
}

export function viewWords(state: OutlineState, drawn: Drawn | undefined): ViewWords {
  // An empty tree shows its welcome text, which VS Code leaves out where there is a message.
  const isEmpty = drawn === undefined || drawn.tree.leaves.length === 0;
  const description = groupingWords(state.grouping);
  if (isEmpty) return { message: '', description };
  const lines: string[] = [];
  if (drawn !== undefined && drawn.store.readOnlyReason !== '')
    lines.push(`Read-only: ${drawn.store.readOnlyReason}`);
  if (state.isFiltering) lines.push(filterLine(drawn));
  return { message: lines.join(' · '), description };
}

/** `Filter: misaligned, 212 of 4,830`. */
function filterLine({ tree }: Drawn): string {
  const { rules } = tree.total();
  const words = describeFilter(tree.filter, rules.length === 1 ? rules[0] : undefined);
  let all = 0;
  for (const leaf of tree.table.leaves) for (const { n } of leaf.cells) all += n;
  const cut =
    tree.hits?.truncated === true ? ` (the first ${formatCount(tree.hits.total)} with this text)` : '';
  return `Filter: ${words}, ${formatCount(tree.total().total)} of ${formatCount(all)}${cut}`;
}

function groupingWords(grouping: Grouping): string {
  switch (grouping) {
    case 'by-probe':
      return 'by probe';
    case 'by-verdict':
      return 'by verdict';
    case 'by-run':
    case 'probes':
      return '';
  }
}
