import type { LeafTable } from '../../analysis/outline/leafTable.ts';
import { isFiltering } from '../../analysis/outline/filter.ts';
import { showsCountsOnly } from '../../analysis/outline/nodeWords.ts';
import type { TreeElement } from './treeElements.ts';

/** Leaves of each run, counted once for each reading of the outline. */
const leafCounts = new WeakMap<LeafTable, ReadonlyMap<number, number>>();

/** The run that an element stands for as a whole, with all its transcripts; undefined for parts and for several. */
export function wholeRunOf(element: TreeElement): number | undefined {
  if (element.kind !== 'node' || element.runId === undefined || element.node.kind === 'range')
    return undefined;
  const { tree } = element.drawn;
  if (isFiltering(tree.filter) || showsCountsOnly(tree)) return undefined;
  let counts = leafCounts.get(tree.table);
  if (counts === undefined) {
    const counting = new Map<number, number>();
    for (const { arm } of tree.table.leaves) counting.set(arm.runId, (counting.get(arm.runId) ?? 0) + 1);
    counts = counting;
    leafCounts.set(tree.table, counts);
  }
  const { start, end } = element.node;
  return end - start === counts.get(element.runId) ? element.runId : undefined;
}
