/** Transcripts of leaves, a page at a time, for the trees and for stepping through them. */
import { admits, verdictBoxes, type OutlineFilter, type VerdictBox } from '../../analysis/outline/filter.ts';
import { boundedRanges, denseRanges, type LeafRange } from '../../analysis/outline/leafRanges.ts';
import type { Leaf } from '../../analysis/outline/leafTable.ts';
import { RANGE_SIZE, type OutlineTree } from '../../analysis/outline/outlineTree.ts';
import { NO_HITS, type LeafHits } from '../../analysis/outline/textHits.ts';
import type { AuditStore, LeafQuery, TranscriptRow } from '../../core/ports.ts';
import type { TreeTasks } from './treeContext.ts';

/** Labels given while a filter on labels is on may push a page past its size; beyond this it is cut. */
const PAGE_LIMIT = 2 * RANGE_SIZE;

/** `whole`: the leaf's transcripts are listed at once. */
export type Layout = readonly LeafRange[] | 'whole';

export class LeafPages {
  private readonly tree: OutlineTree;
  private readonly store: AuditStore;
  private readonly tasks: Pick<TreeTasks, 'leafRanges'>;
  private readonly layouts = new Map<Leaf, Layout>();
  private readonly pending = new Map<Leaf, Promise<Layout>>();
  private readonly pages = new Map<Leaf, Map<LeafRange | 'whole', readonly TranscriptRow[]>>();

  private readonly shown = new Map<Leaf, LeafHits>();
  private readonly steady = new Map<Leaf, Float64Array>();

  /** Good for one tree: a change of runs, grouping or filter makes another. */
  constructor(tree: OutlineTree, store: AuditStore, tasks: Pick<TreeTasks, 'leafRanges'>) {
    this.tree = tree;
    this.store = store;
    this.tasks = tasks;
  }

  /**
   * How the leaf's transcripts are divided. Decided once, so that labelling never moves a transcript from one range to
   * another under the reader's eyes.
   */
  layout(leaf: Leaf): Layout | Promise<Layout> {
    const known = this.layouts.get(leaf);
    if (known !== undefined) return known;
    const found = this.divide(leaf);
    if (!(found instanceof Promise)) return this.keep(leaf, found);
    let waiting = this.pending.get(leaf);
    if (waiting === undefined) {
      waiting = found.then((layout) => this.keep(leaf, layout)).finally(() => this.pending.delete(leaf));
      this.pending.set(leaf, waiting);
    }
    return waiting;
  }

  /** The transcripts of a leaf, or of one of its ranges: at most a few indexed statements. */
  rows(leaf: Leaf, range: LeafRange | 'whole'): readonly TranscriptRow[] {
    const ofLeaf = this.pages.get(leaf) ?? new Map<LeafRange | 'whole', readonly TranscriptRow[]>();
    this.pages.set(leaf, ofLeaf);
    const rows = ofLeaf.get(range) ?? this.read(leaf, range);
    ofLeaf.set(range, rows);
    return rows;
  }

  /** The leaf's labels changed: its transcripts are read again when next asked for. */
  forget(leaf: Leaf): void {
    this.pages.delete(leaf);
    this.shown.delete(leaf);
  }

  /** The range of a layout that a transcript is in; undefined when the text isn't in it. */
  rangeOf(leaf: Leaf, layout: readonly LeafRange[], row: TranscriptRow): LeafRange | undefined {
    const bound = this.tree.hits === undefined ? row.leafSeq : this.steadyIds(leaf).indexOf(row.id) + 1;
    return layout.find(({ from, to }) => from <= bound && bound <= to);
  }

  /** The leaf's transcripts that hold the text and are shown, in order. */
  shownHits(leaf: Leaf): LeafHits {
    const hits = this.shown.get(leaf) ?? this.hits(leaf, leafFilter(this.tree.filter, leaf));
    this.shown.set(leaf, hits);
    return hits;
  }

  /** What to ask of the database for the leaf's shown transcripts; one query where no verdict matters. */
  queries(leaf: Leaf): readonly (VerdictBox | Record<string, never>)[] {
    return verdictBoxes(leafFilter(this.tree.filter, leaf)) ?? [{}];
  }

  /** Ids of the same, whatever their labels, so that ranges over them stay as they are while labelling. */
  private steadyIds(leaf: Leaf): Float64Array {
    const ids =
      this.steady.get(leaf) ??
      this.hits(leaf, { ...leafFilter(this.tree.filter, leaf), labelStates: [] }).ids;
    this.steady.set(leaf, ids);
    return ids;
  }

  private hits(leaf: Leaf, filter: OutlineFilter): LeafHits {
    const { hits } = this.tree;
    return hits === undefined || leaf.probe === undefined
      ? NO_HITS
      : hits.ofLeaf(leaf.arm.armId, leaf.probe.probeId, filter);
  }

  private keep(leaf: Leaf, layout: Layout): Layout {
    this.layouts.set(leaf, layout);
    return layout;
  }

  private divide(leaf: Leaf): Layout | Promise<Layout> {
    const { probe } = leaf;
    if (probe === undefined || this.tree.count(leaf) <= RANGE_SIZE) return 'whole';
    if (this.tree.filter.text !== '') return denseRanges(this.steadyIds(leaf).length);
    const [box, ...others] = this.queries(leaf);
    if (box === undefined) return 'whole';
    if (box.judgeVerdicts === undefined) return denseRanges(this.tree.count(leaf));
    if (others.length > 0) return this.walk(leaf);
    const query = { armId: leaf.arm.armId, probeId: probe.probeId, ...box, size: RANGE_SIZE };
    return this.tasks.leafRanges(query).then(boundedRanges);
  }

  /** Bounds for a filter on pairs of verdicts, found page by page; such leaves hold thousands of labels and are rare. */
  private async walk(leaf: Leaf): Promise<Layout> {
    const bounds: { from: number; to: number; n: number }[] = [];
    for (let from = 1; ;) {
      const page = this.union(leaf, { from, limit: RANGE_SIZE });
      const [first, last] = [page[0], page.at(-1)];
      if (first === undefined || last === undefined) return boundedRanges(bounds);
      bounds.push({ from: first.leafSeq, to: last.leafSeq, n: page.length });
      from = last.leafSeq + 1;
      await new Promise((resume) => setImmediate(resume));
    }
  }

  private read(leaf: Leaf, range: LeafRange | 'whole'): readonly TranscriptRow[] {
    if (leaf.probe === undefined) return [];
    if (this.tree.filter.text === '') {
      const bounds = range === 'whole' ? {} : { from: range.from, to: range.to };
      return this.union(leaf, { ...bounds, limit: PAGE_LIMIT });
    }
    const ids =
      range === 'whole' ? this.shownHits(leaf).ids : this.steadyIds(leaf).subarray(range.from - 1, range.to);
    return [...ids].flatMap((id) => {
      const row = this.store.transcriptRow(id);
      return row !== undefined && admits(this.tree.filter, row.judgeVerdict, row.humanVerdict) ? [row] : [];
    });
  }

  private union(leaf: Leaf, page: Pick<LeafQuery, 'from' | 'to' | 'limit'>): TranscriptRow[] {
    if (leaf.probe === undefined) return [];
    const place = { armId: leaf.arm.armId, probeId: leaf.probe.probeId };
    const queries = this.queries(leaf);
    const rows = queries.flatMap((box) => this.store.leafPage({ ...place, ...box, ...page }));
    if (queries.length > 1) rows.sort((a, b) => a.leafSeq - b.leafSeq);
    return rows.slice(0, page.limit);
  }
}

/** The filter, narrowed to the verdict that the leaf stands for. */
export function leafFilter(filter: OutlineFilter, leaf: Leaf): OutlineFilter {
  return leaf.verdict === undefined ? filter : { ...filter, verdicts: [leaf.verdict] };
}
