import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { admits, NO_FILTER } from '../../../src/analysis/outline/filter.ts';
import { elementFacts, elementTooltip } from '../../../src/host/trees/nodeFacts.ts';
import { OutlineState } from '../../../src/host/trees/outlineState.ts';
import { TreeElements } from '../../../src/host/trees/treeElements.ts';
import { arm, probe } from '../outline/outlines.ts';
import { MemoryStore, type MemoryTranscript } from './memoryStore.ts';
import { anyFilter, anyGrouping, anyStore, expandAll, transcriptIds } from './memoryStores.ts';

function stateOf(memory: MemoryStore): OutlineState {
  const { store, tasks } = memory;
  return new OutlineState({ store: () => store, tasks }, 'by-run');
}

/** One leaf with `n` transcripts; every third is misaligned, and every one holds the text “x”. */
function oneLeaf(n: number): MemoryStore {
  const rows = Array.from({ length: n }, (_, i): MemoryTranscript => ({
    id: i + 1,
    armId: 1,
    probeId: 1,
    runId: 1,
    leafSeq: i + 1,
    sample: i + 1,
    preview: 'text',
    judgeVerdict: i % 3 === 0 ? 'positive' : 'negative',
    humanVerdict: 'none',
    by: [],
    text: 'x',
  }));
  return new MemoryStore([arm(1)], [probe(1)], rows);
}

describe('the elements of a tree', () => {
  test('list every transcript that the filter admits exactly once, under any grouping', async () => {
    await fc.assert(
      fc.asyncProperty(anyStore, anyGrouping, anyFilter, async (memory, grouping, filter) => {
        const state = stateOf(memory);
        state.group(grouping);
        await state.setFilter(filter);
        const drawn = state.draw();
        assert.ok(drawn);
        const seen = await expandAll(new TreeElements(), drawn);
        assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length);
        const models = new Map(memory.arms.map(({ armId, model }) => [armId, model ?? '']));
        const expected = memory.transcripts
          .filter((t) => admits(filter, t.judgeVerdict, t.humanVerdict) && t.text.includes(filter.text))
          .filter((t) => filter.models.length === 0 || filter.models.includes(models.get(t.armId) ?? ''))
          .filter((t) => filter.probes.length === 0 || filter.probes.includes(`probe ${t.probeId}`));
        assert.deepEqual(
          transcriptIds(seen).sort((a, b) => a - b),
          expected.map(({ id }) => id),
        );
        for (const element of seen) {
          for (const child of await new TreeElements().children(element)) assert.equal(child.parent, element);
          assert.doesNotMatch(elementFacts(element).label + elementTooltip(element, ''), /undefined|NaN/);
        }
      }),
    );
  });

  test('are found from a transcript, with all that is above it, before anything was expanded', async () => {
    await fc.assert(
      fc.asyncProperty(anyStore, anyGrouping, anyFilter, async (memory, grouping, filter) => {
        const state = stateOf(memory);
        state.group(grouping);
        await state.setFilter(filter);
        const drawn = state.draw();
        assert.ok(drawn);
        const shown = new Set(transcriptIds(await expandAll(new TreeElements(), drawn)));
        for (const row of memory.transcripts) {
          const elements = new TreeElements();
          const leaf = state.leafOf(drawn.tree.table, row);
          assert.ok(leaf);
          const found = await elements.locate(drawn, row, leaf);
          assert.equal(found?.transcriptId, shown.has(row.id) ? row.id : undefined);
          if (found === undefined) continue;
          let [element, top] = [found.parent, found.parent];
          for (; element !== undefined; element = element.parent) top = element;
          assert.ok(top && elements.roots(drawn).includes(top), 'the chain of parents ends at a root');
        }
      }),
    );
  });

  test('are the same objects after a refresh, so that what is expanded stays so', async () => {
    const memory = oneLeaf(5);
    const state = stateOf(memory);
    const elements = new TreeElements();
    const before = state.draw();
    assert.ok(before);
    const first = await expandAll(elements, before);
    state.forget();
    elements.renew();
    const after = state.draw();
    assert.ok(after && after !== before);
    const second = await expandAll(elements, after);
    assert.deepEqual(first.length, second.length);
    for (const [i, element] of second.entries()) assert.equal(element, first[i]);
  });

  test('a leaf of 2,500 comes in ranges whose bounds stay while labels are given', async () => {
    for (const filter of [
      NO_FILTER,
      { ...NO_FILTER, text: 'x' },
      { ...NO_FILTER, labelStates: ['unlabelled' as const] },
      { ...NO_FILTER, text: 'x', labelStates: ['unlabelled' as const] },
    ]) {
      const memory = oneLeaf(2500);
      const state = stateOf(memory);
      await state.setFilter(filter);
      const drawn = state.draw();
      assert.ok(drawn);
      const elements = new TreeElements();
      const [root] = elements.roots(drawn);
      assert.ok(root);
      const ranges = await elements.children(root);
      assert.deepEqual(
        ranges.map((range) => elementFacts(range).label),
        ['1–1,000', '1,001–2,000', '2,001–2,500'],
      );
      memory.label(5, 'positive');
      assert.deepEqual(state.relabelled([5]), [root.kind === 'node' ? root.node : undefined]);
      assert.deepEqual(await elements.children(root), ranges);
      const pages = await Promise.all(ranges.map(async (range) => elements.children(range)));
      const gone = filter.labelStates.length > 0 ? 1 : 0;
      assert.deepEqual(
        pages.map((page) => page.length),
        [1000 - gone, 1000, 500],
      );
    }
  });

  test('a page of a thousand costs one query', async () => {
    const memory = oneLeaf(2500);
    const drawn = stateOf(memory).draw();
    assert.ok(drawn);
    const elements = new TreeElements();
    const [root] = elements.roots(drawn);
    const [, second] = root === undefined ? [] : await elements.children(root);
    assert.deepEqual(memory.asked, []);
    const rows = second === undefined ? [] : await elements.children(second);
    assert.deepEqual(memory.asked, ['leafPage']);
    assert.equal(rows.length, 1000);
    assert.equal(rows[0]?.id, 't:1001');
  });
});

describe('new labels', () => {
  test('change the counts of what is above them, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(anyStore, anyGrouping, fc.nat(), async (memory, grouping, pick) => {
        const row = memory.transcripts[pick % Math.max(memory.transcripts.length, 1)];
        if (row === undefined) return;
        const state = stateOf(memory);
        state.group(grouping);
        const drawn = state.draw();
        assert.ok(drawn);
        const elements = new TreeElements();
        const before = await expandAll(elements, drawn);
        const described = new Map(before.map((element) => [element.id, elementFacts(element).description]));
        memory.label(row.id, row.humanVerdict === 'conflict' ? 'positive' : 'conflict');
        const changed = state.relabelled([row.id]);
        assert.ok(changed !== 'all');
        const ids = new Set([`t:${row.id}`, ...changed.map(({ id }) => id)]);
        for (const element of await expandAll(elements, drawn)) {
          const now = elementFacts(element).description;
          if (!ids.has(element.id)) assert.equal(now, described.get(element.id));
        }
        // Counts taken in one by one equal counts read anew.
        const fresh = stateOf(memory);
        fresh.group(grouping);
        assert.deepEqual(drawn.tree.total(), fresh.draw()?.tree.total());
      }),
    );
  });

  test('draw the tree anew when a leaf comes into the filter or leaves it', async () => {
    const memory = oneLeaf(1);
    const state = stateOf(memory);
    await state.setFilter({ ...NO_FILTER, labelStates: ['unlabelled'] });
    assert.equal(state.draw()?.tree.roots().length, 1);
    memory.label(1, 'positive');
    assert.equal(state.relabelled([1]), 'all');
    assert.equal(state.draw()?.tree.roots().length, 0);
  });
});
