/** One tree's state: grouping, filter, and the outline drawn under them; everything but VS Code. */
import { isFiltering, NO_FILTER, type OutlineFilter } from '../../analysis/outline/filter.ts';
import { leafKey } from '../../analysis/outline/leafKey.ts';
import { leafTable, type Leaf, type LeafTable } from '../../analysis/outline/leafTable.ts';
import type { Grouping } from '../../analysis/outline/levels.ts';
import { OutlineTree, type OutlineNode } from '../../analysis/outline/outlineTree.ts';
import { ProbeOrder } from '../../analysis/outline/ranks.ts';
import { TextHits } from '../../analysis/outline/textHits.ts';
import type { AuditStore, TranscriptRow } from '../../core/ports.ts';
import { LeafPages } from './leafPages.ts';
import type { TreeContext } from './treeContext.ts';

/** More transcripts than this at once (a label file was imported) and the outline is read anew instead. */
const MOST_RELABELLED = 200;

/** The tree, its pages, and the store they were read from. */
export interface Drawn {
  readonly store: AuditStore;
  readonly tree: OutlineTree;
  readonly pages: LeafPages;
}

/** What new labels changed: everything (`all`), or the counts of some nodes, topmost first for each leaf. */
export type Relabelled = 'all' | readonly OutlineNode[];

export class OutlineState {
  private readonly context: Pick<TreeContext, 'store' | 'tasks'>;
  private readonly probeOrder = new ProbeOrder();
  private by: Grouping;
  private shown: OutlineFilter = NO_FILTER;
  private hits: TextHits | undefined;
  private table: LeafTable | undefined;
  private drawn: Drawn | undefined;
  private store: AuditStore | undefined;
  /** Counts searches, so that a slow one that was overtaken changes nothing. */
  private searches = 0;

  constructor(context: Pick<TreeContext, 'store' | 'tasks'>, grouping: Grouping) {
    this.context = context;
    this.by = grouping;
  }

  get grouping(): Grouping {
    return this.by;
  }

  get filter(): OutlineFilter {
    return this.shown;
  }

  get isFiltering(): boolean {
    return isFiltering(this.shown);
  }

  /** True while a text is filtered for whose results aren't known: nothing is shown until `searchAgain`. */
  get needsSearch(): boolean {
    return this.shown.text !== '' && this.hits === undefined;
  }

  /** What is drawn without reading anything. */
  get current(): Drawn | undefined {
    return this.drawn;
  }

  /** The tree as it is now; reads the outline if it isn't known. Undefined without a database. */
  draw(): Drawn | undefined {
    const store = this.openStore();
    if (store === undefined) return undefined;
    if (this.drawn === undefined) {
      this.table ??= leafTable(store.outline(), this.by, this.probeOrder);
      const tree = new OutlineTree(this.table, this.shown, this.hits);
      this.drawn = { store, tree, pages: new LeafPages(tree, store, this.context.tasks) };
    }
    return this.drawn;
  }

  /** Runs changed: the outline is read again when next drawn. */
  forget(): void {
    this.table = undefined;
    this.drawn = undefined;
  }

  group(grouping: Grouping): void {
    if (grouping === this.by) return;
    this.by = grouping;
    this.forget();
  }

  /** Applies a filter; with a text, after the worker has searched. False when a later filter overtook this one. */
  async setFilter(filter: OutlineFilter): Promise<boolean> {
    this.openStore();
    const text = filter.text.trim();
    const known = this.hits?.text === text ? this.hits : undefined;
    return this.apply({ ...filter, text }, known);
  }

  /** Searches again after runs changed, showing the earlier results meanwhile; resolves at once without a text. */
  async searchAgain(): Promise<boolean> {
    return this.shown.text === '' || this.apply(this.shown, undefined);
  }

  private async apply(filter: OutlineFilter, known: TextHits | undefined): Promise<boolean> {
    const search = ++this.searches;
    let hits = known;
    if (filter.text === '') hits = undefined;
    else if (hits === undefined)
      hits = new TextHits(filter.text, await this.context.tasks.search(filter.text));
    if (search !== this.searches) return false;
    this.shown = filter;
    this.hits = hits;
    this.drawn = undefined;
    return true;
  }

  /** The leaf that lists a transcript, shown or not. */
  leafOf(table: LeafTable, row: TranscriptRow): Leaf | undefined {
    const leaves = table.byKey.get(leafKey(row.armId, row.probeId)) ?? [];
    return leaves.find(({ verdict }) => verdict === undefined || verdict === row.judgeVerdict);
  }

  /** Takes in new labels: a few indexed statements for each leaf touched. */
  relabelled(transcriptIds: readonly number[]): Relabelled {
    const { drawn, table } = this;
    if (transcriptIds.length > MOST_RELABELLED) this.hits = undefined;
    if (drawn === undefined || table === undefined || transcriptIds.length > MOST_RELABELLED)
      return this.forgetAll();
    const rows = transcriptIds.flatMap((id) => drawn.store.transcriptRow(id) ?? []);
    const touched = new Map<number, Leaf[]>();
    for (const row of rows) {
      const key = leafKey(row.armId, row.probeId);
      this.hits?.relabel(row.armId, row.probeId, row.id, row.humanVerdict);
      if (touched.has(key)) continue;
      const leaves = table.byKey.get(key);
      // A leaf that isn't known was imported since the outline was read.
      if (leaves === undefined) return this.forgetAll();
      touched.set(key, [...leaves]);
      const cells = drawn.store.leafCounts(row.armId, row.probeId);
      for (const leaf of leaves) {
        leaf.cells =
          leaf.verdict === undefined
            ? cells
            : cells.filter(({ judgeVerdict }) => judgeVerdict === leaf.verdict);
      }
    }
    const nodes = new Set<OutlineNode>();
    for (const leaf of [...touched.values()].flat()) {
      drawn.pages.forget(leaf);
      const wasShown = drawn.tree.nodeOf(leaf) !== undefined;
      if (wasShown !== drawn.tree.shows(leaf)) {
        this.drawn = undefined;
        return 'all';
      }
      for (const node of drawn.tree.forget(leaf)) nodes.add(node);
    }
    return [...nodes];
  }

  /** The open database; what was known of another one is forgotten. */
  private openStore(): AuditStore | undefined {
    const store = this.context.store();
    if (store !== this.store) {
      this.store = store;
      this.hits = undefined;
      this.forget();
    }
    return store;
  }

  private forgetAll(): 'all' {
    this.forget();
    return 'all';
  }
}
