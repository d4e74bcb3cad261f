/**
 * `tree-page-ms`: what VS Code waits for when a node is expanded, at its slowest: the outline and the first level, the
 * ranges of a probe that holds everything, and a page of 1,000 transcripts out of its middle.
 */
import { OutlineState } from '../src/host/trees/outlineState.ts';
import { TreeElements, type TreeElement } from '../src/host/trees/treeElements.ts';
import { openDatabase } from '../src/storage/openDatabase.ts';
import { createAuditStore } from '../src/storage/sqliteStore.ts';
import { median, rounded, type Bench, type Figure } from './figure.ts';
import { populated } from './populate.ts';
import { seededRandom } from './syntheticResults.ts';

export const treePage: Bench = {
  name: 'tree-page-ms',
  async *run({ quick }) {
    for (const size of quick ? [100_000] : [100_000, 1_000_000]) yield await measure(size, quick ? 10 : 30);
  },
};

async function measure(size: number, pages: number): Promise<Figure> {
  const database = await openDatabase(await populated(size), { role: 'host' });
  const store = createAuditStore(database);
  try {
    const none = () => Promise.reject(new Error('nothing here is filtered'));
    const state = new OutlineState(
      { store: () => store, tasks: { search: none, leafRanges: none, applyRule: none } },
      'by-run',
    );
    const roots: number[] = [];
    const ranges: number[] = [];
    const rows: number[] = [];
    const random = seededRandom(3);
    for (let round = 0; round < pages; round++) {
      // A fresh state each time: nothing is kept from the round before but SQLite's own cache.
      state.forget();
      const elements = new TreeElements();
      let [level, took] = await timed(() => rootsOf(state, elements));
      roots.push(took);
      // Down through whatever levels there are, to the ranges of the one probe.
      while (level.length === 1 && level[0]?.kind === 'node') {
        const [only] = level;
        [level, took] = await timed(() => elements.children(only));
      }
      ranges.push(took);
      const range = level[Math.floor(random() * level.length)];
      if (range === undefined) throw new Error('the tree has no ranges');
      const [page, pageTook] = await timed(() => elements.children(range));
      if (page.length !== 1_000) throw new Error(`a page has ${page.length} transcripts`);
      rows.push(pageTook);
    }
    const slowest = Math.max(median(roots), median(ranges), median(rows));
    return {
      name: 'tree-page-ms',
      value: rounded(slowest),
      unit: 'ms',
      transcripts: size,
      rootsMs: rounded(median(roots)),
      rangesMs: rounded(median(ranges)),
      pageMs: rounded(median(rows)),
      pageMaxMs: rounded(Math.max(...rows)),
      rounds: pages,
    };
  } finally {
    store.close();
  }
}

function rootsOf(state: OutlineState, elements: TreeElements): readonly TreeElement[] {
  const drawn = state.draw();
  if (drawn === undefined) throw new Error('no database');
  return elements.roots(drawn);
}

async function timed<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}
