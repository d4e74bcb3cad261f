/** What VS Code holds of a tree: one object for each id, the same one again after every refresh. */
import type { LeafRange } from '../../analysis/outline/leafRanges.ts';
import type { Leaf } from '../../analysis/outline/leafTable.ts';
import type { Level } from '../../analysis/outline/levels.ts';
import { nodeLabel } from '../../analysis/outline/nodeWords.ts';
import type { OutlineNode } from '../../analysis/outline/outlineTree.ts';
import type { TranscriptRow } from '../../core/ports.ts';
import type { Drawn } from './outlineState.ts';

interface ElementBase {
  readonly id: string;
  /** What it was last drawn from. */
  drawn: Drawn;
  parent: TreeElement | undefined;
}

/** A study, group, model, run, condition, probe, or a range of them. Its ids are what commands get from a menu. */
export interface NodeElement extends ElementBase {
  readonly kind: 'node';
  node: OutlineNode;
  level: Level;
  name: string;
  /** The runs that hold any of it, for commands that take a list. */
  runIds: readonly number[];
  /** The one run, arm or study that all of it belongs to. */
  runId: number | undefined;
  armId: number | undefined;
  studyId: number | undefined;
}

/** A thousand of the transcripts of a leaf. */
export interface PageElement extends ElementBase {
  readonly kind: 'page';
  leaf: Leaf;
  range: LeafRange;
}

export interface TranscriptElement extends ElementBase {
  readonly kind: 'transcript';
  readonly transcriptId: number;
  readonly runId: number;
  row: TranscriptRow;
  leaf: Leaf;
}

export type TreeElement = NodeElement | PageElement | TranscriptElement;

export class TreeElements {
  private known = new Map<string, TreeElement>();
  /** Elements of before the last refresh: used again when their id comes up, dropped at the next one. */
  private before = new Map<string, TreeElement>();

  /** Called when the whole tree is drawn anew. */
  renew(): void {
    this.before = this.known;
    this.known = new Map();
  }

  /** The element that VS Code may hold for an id. */
  find(id: string): TreeElement | undefined {
    return this.known.get(id) ?? this.before.get(id);
  }

  roots(drawn: Drawn): readonly TreeElement[] {
    return drawn.tree.roots().map((node) => this.ofNode(drawn, node));
  }

  /** Children in order; a promise only where the worker must find the bounds of ranges. */
  children(element: TreeElement): readonly TreeElement[] | Promise<readonly TreeElement[]> {
    const { drawn } = element;
    if (element.kind === 'transcript') return [];
    if (element.kind === 'page') return this.ofRows(element, element.leaf, element.range);
    const { leaf } = element.node;
    if (leaf === undefined) {
      return drawn.tree.children(element.node).map((node) => this.ofNode(drawn, node, element));
    }
    const layout = drawn.pages.layout(leaf);
    return layout instanceof Promise
      ? layout.then((found) => this.ofLayout(element, leaf, found))
      : this.ofLayout(element, leaf, layout);
  }

  /** The element of a transcript with all its ancestors known; undefined when the filter hides it. */
  async locate(drawn: Drawn, row: TranscriptRow, leaf: Leaf): Promise<TranscriptElement | undefined> {
    const node = drawn.tree.nodeOf(leaf);
    if (node === undefined) return undefined;
    let holder: NodeElement | PageElement = this.ofNode(drawn, node);
    const layout = await drawn.pages.layout(leaf);
    if (layout !== 'whole') {
      const range = drawn.pages.rangeOf(leaf, layout, row);
      if (range === undefined) return undefined;
      holder = this.ofRange(holder, leaf, range);
    }
    const range = holder.kind === 'page' ? holder.range : 'whole';
    const found = drawn.pages.rows(leaf, range).find(({ id }) => id === row.id);
    return found === undefined ? undefined : this.ofRow(holder, leaf, found);
  }

  private ofLayout(
    element: NodeElement,
    leaf: Leaf,
    layout: readonly LeafRange[] | 'whole',
  ): readonly TreeElement[] {
    if (layout === 'whole') return this.ofRows(element, leaf, 'whole');
    return layout.map((range) => this.ofRange(element, leaf, range));
  }

  private ofRows(
    parent: NodeElement | PageElement,
    leaf: Leaf,
    range: LeafRange | 'whole',
  ): readonly TranscriptElement[] {
    return parent.drawn.pages.rows(leaf, range).map((row) => this.ofRow(parent, leaf, row));
  }

  /** The element of a node, those above it included. */
  ofNode(drawn: Drawn, node: OutlineNode, parent?: NodeElement): NodeElement {
    const above = parent ?? (node.parent === undefined ? undefined : this.ofNode(drawn, node.parent));
    const { runIds, runId, armId, studyId } = drawn.tree.tally(node);
    const fields = {
      drawn,
      parent: above,
      node,
      level: node.level,
      name: nodeLabel(drawn.tree, node),
      runIds,
      runId,
      armId,
      studyId,
    };
    return this.keep({ kind: 'node', id: node.id, ...fields });
  }

  private ofRange(parent: NodeElement, leaf: Leaf, range: LeafRange): PageElement {
    return this.keep({
      kind: 'page',
      id: `${parent.node.path}/seq:${range.from}`,
      drawn: parent.drawn,
      parent,
      leaf,
      range,
    });
  }

  private ofRow(parent: NodeElement | PageElement, leaf: Leaf, row: TranscriptRow): TranscriptElement {
    return this.keep({
      kind: 'transcript',
      id: `t:${row.id}`,
      drawn: parent.drawn,
      parent,
      transcriptId: row.id,
      runId: row.runId,
      row,
      leaf,
    });
  }

  /** The known object with that id, brought up to date; or this one, from now on. */
  private keep<E extends TreeElement>(fresh: E): E {
    const old = this.find(fresh.id);
    const element = old?.kind === fresh.kind ? Object.assign(old, fresh) : fresh;
    this.known.set(fresh.id, element);
    return element;
  }
}
