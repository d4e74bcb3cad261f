/**
 * The tree over an outline, drawn lazily: a node is one slice of the sorted leaves, split at the next level on which
 * they differ. Levels that hold one thing are folded into the node above.
 */
import type { LeafRow } from '../../core/ports.ts';
import { countAdmitted, isFiltering, selectsVerdicts, type OutlineFilter } from './filter.ts';
import type { Leaf, LeafTable } from './leafTable.ts';
import { levelSegment, levelValue, type Level } from './levels.ts';
import { tallyOf, type Tally } from './tally.ts';
import type { TextHits } from './textHits.ts';

/** More children than this are shown in ranges. */
export const RANGE_SIZE = 1_000;

export interface OutlineNode {
  /** Unique in the tree, made of level names and database ids. */
  readonly id: string;
  readonly parent: OutlineNode | undefined;
  /** `range` stands for some of its parent's children, of the level `level`. */
  readonly kind: 'level' | 'range';
  readonly level: Level;
  /** Levels below `level` that hold one thing only and are shown as part of this node. */
  readonly folded: readonly Level[];
  /** The leaves it covers: start inclusive, end exclusive, in `OutlineTree.leaves`. */
  readonly start: number;
  readonly end: number;
  /** For a range: which of its parent's children, counted from 1, both inclusive. */
  readonly range: { readonly from: number; readonly to: number } | undefined;
  /** The one leaf whose transcripts are its children; undefined where the children are nodes. */
  readonly leaf: Leaf | undefined;
  /** How the ids of its children begin. */
  readonly path: string;
}

export class OutlineTree {
  readonly table: LeafTable;
  readonly filter: OutlineFilter;
  readonly hits: TextHits | undefined;
  /** The leaves with something to show, in tree order. */
  readonly leaves: readonly Leaf[];
  private readonly tallies = new WeakMap<OutlineNode, Tally>();
  private readonly childLists = new WeakMap<OutlineNode, readonly OutlineNode[]>();
  private rootList: readonly OutlineNode[] | undefined;
  private whole: Tally | undefined;

  /** @param hits results of the filter's text search; with a text and no hits yet, nothing is shown */
  constructor(table: LeafTable, filter: OutlineFilter, hits?: TextHits) {
    this.table = table;
    this.filter = filter;
    this.hits = hits;
    this.leaves = isFiltering(filter) ? table.leaves.filter((leaf) => this.shows(leaf)) : table.leaves;
  }

  roots(): readonly OutlineNode[] {
    this.rootList ??= this.split(undefined, '', 0, this.leaves.length, 0);
    return this.rootList;
  }

  /** Empty for a node that lists transcripts. */
  children(node: OutlineNode): readonly OutlineNode[] {
    if (node.leaf !== undefined) return [];
    let list = this.childLists.get(node);
    if (list === undefined) {
      list =
        node.kind === 'range'
          ? this.pieces(node, node.path, node.start, node.end, this.depthOf(node.level))
          : this.split(
              node,
              node.path,
              node.start,
              node.end,
              this.depthOf(node.folded.at(-1) ?? node.level) + 1,
            );
      this.childLists.set(node, list);
    }
    return list;
  }

  /** The node that lists the leaf's transcripts; undefined when the filter hides it. */
  nodeOf(leaf: Leaf): OutlineNode | undefined {
    const index = indexAtOrAfter(this.leaves, leaf.order);
    if (this.leaves[index] !== leaf) return undefined;
    let list = this.roots();
    for (;;) {
      const node = list.find(({ start, end }) => start <= index && index < end);
      if (node === undefined || node.leaf !== undefined) return node;
      list = this.children(node);
    }
  }

  leavesOf(node: OutlineNode): readonly Leaf[] {
    return this.leaves.slice(node.start, node.end);
  }

  /** The first leaf of a node, from which the names of its level and folded levels are read. */
  first(node: OutlineNode): Leaf {
    const leaf = this.leaves[node.start];
    if (leaf === undefined) throw new Error('a node of another tree');
    return leaf;
  }

  tally(node: OutlineNode): Tally {
    let tally = this.tallies.get(node);
    if (tally === undefined) {
      tally = this.sum(this.leavesOf(node));
      this.tallies.set(node, tally);
    }
    return tally;
  }

  /** Counts of everything shown. */
  total(): Tally {
    this.whole ??= this.sum(this.leaves);
    return this.whole;
  }

  /** The leaf's transcripts by verdict, as far as they hold the text; the filter's verdicts are not applied. */
  cells(leaf: Leaf): readonly LeafRow[] {
    if (this.filter.text === '' || leaf.probe === undefined) return leaf.cells;
    const cells = this.hits?.cells(leaf.arm.armId, leaf.probe.probeId) ?? [];
    return leaf.verdict === undefined ? cells : cells.filter((cell) => cell.judgeVerdict === leaf.verdict);
  }

  /** How many transcripts of a leaf are shown. */
  count(leaf: Leaf): number {
    return countAdmitted(this.filter, this.cells(leaf));
  }

  shows(leaf: Leaf): boolean {
    const { models, probes } = this.filter;
    if (models.length > 0 && !models.includes(leaf.arm.model ?? '')) return false;
    if (probes.length > 0 && !probes.includes(leaf.probe?.name ?? '')) return false;
    if (leaf.probe === undefined) return this.filter.text === '' && !selectsVerdicts(this.filter);
    return this.count(leaf) > 0;
  }

  /** Forgets the counts of the nodes above a leaf whose cells changed, and returns those nodes, topmost first. */
  forget(leaf: Leaf): OutlineNode[] {
    const changed: OutlineNode[] = [];
    for (let node = this.nodeOf(leaf); node !== undefined; node = node.parent) {
      this.tallies.delete(node);
      changed.unshift(node);
    }
    this.whole = undefined;
    return changed;
  }

  private sum(leaves: readonly Leaf[]): Tally {
    return tallyOf(leaves, this.filter, (leaf) => this.cells(leaf), this.table.rules);
  }

  private depthOf(level: Level): number {
    return this.table.levels.indexOf(level);
  }

  /** The nodes of a slice at a level, in ranges when there are many. */
  private split(
    parent: OutlineNode | undefined,
    path: string,
    start: number,
    end: number,
    depth: number,
  ): readonly OutlineNode[] {
    const pieces = this.pieces(parent, path, start, end, depth);
    if (pieces.length <= RANGE_SIZE) return pieces;
    const ranges: OutlineNode[] = [];
    for (let from = 0; from < pieces.length; from += RANGE_SIZE) {
      const members = pieces.slice(from, from + RANGE_SIZE);
      const [first, last] = [members[0], members.at(-1)];
      if (first === undefined || last === undefined) continue;
      ranges.push({
        id: `${path}/from/${first.id.slice(path.length + 1)}`,
        parent,
        kind: 'range',
        level: first.level,
        folded: [],
        start: first.start,
        end: last.end,
        range: { from: from + 1, to: from + members.length },
        leaf: undefined,
        path,
      });
    }
    return ranges;
  }

  private pieces(
    parent: OutlineNode | undefined,
    path: string,
    start: number,
    end: number,
    depth: number,
  ): readonly OutlineNode[] {
    const level = this.table.levels[depth];
    const nodes: OutlineNode[] = [];
    if (level === undefined) return nodes;
    for (let from = start; from < end;) {
      const first = this.leaves[from];
      if (first === undefined) break;
      const value = levelValue(first, level);
      let to = from + 1;
      for (
        let next = this.leaves[to];
        to < end && next && levelValue(next, level) === value;
        next = this.leaves[to]
      )
        to++;
      nodes.push(this.node(parent, path, depth, from, to));
      from = to;
    }
    return nodes;
  }

  private node(
    parent: OutlineNode | undefined,
    path: string,
    depth: number,
    start: number,
    end: number,
  ): OutlineNode {
    const { levels } = this.table;
    const first = this.leaves[start];
    const last = this.leaves[end - 1];
    const level = levels[depth];
    if (first === undefined || last === undefined || level === undefined)
      throw new Error('an empty slice has no node');
    const id = `${path}/${levelSegment(first, level)}`;
    const folded: Level[] = [];
    let own = id;
    // Leaves are sorted by level after level: when the first and the last agree on one, all between them do.
    for (const next of levels.slice(depth + 1)) {
      if (levelValue(first, next) !== levelValue(last, next)) break;
      folded.push(next);
      own = `${own}/${levelSegment(first, next)}`;
    }
    const leaf = depth + folded.length === levels.length - 1 ? first : undefined;
    return { id, parent, kind: 'level', level, folded, start, end, range: undefined, leaf, path: own };
  }
}

/** Index of the first leaf that doesn't come before the order; the length when all do. */
export function indexAtOrAfter(leaves: readonly Leaf[], order: number): number {
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((leaves[middle]?.order ?? Infinity) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}
