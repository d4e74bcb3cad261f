/** Corrected rates beside the raw ones in the tree: kept in the database, worked out anew when labels outdate them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leafTable } from '../../../src/analysis/outline/leafTable.ts';
import { nodeDescription } from '../../../src/analysis/outline/nodeWords.ts';
import { nodeSpoken } from '../../../src/analysis/outline/nodeTooltip.ts';
import { NO_FILTER } from '../../../src/analysis/outline/filter.ts';
import { OutlineTree } from '../../../src/analysis/outline/outlineTree.ts';
import { ProbeOrder } from '../../../src/analysis/outline/ranks.ts';
import { OutlineState } from '../../../src/host/trees/outlineState.ts';
import { TreeElements } from '../../../src/host/trees/treeElements.ts';
import { wholeRunOf } from '../../../src/host/trees/wholeRun.ts';
import { correctedRates } from '../../../src/worker/tasks/correctedRates.ts';
import { sampleOf } from '../queues/queueDesk.ts';
import { plantedAudit } from './plantedAudit.ts';

const SHORT = /^\d+\.\d % \[\d+\.\d, \d+\.\d\]$/;

test('a run with an answered sample has one, a run whose labels were picked has none', async (t) => {
  const desk = await plantedAudit(t, 6);
  for (const id of desk.ids.slice(0, 20)) desk.label(id, desk.truthOf(id));
  assert.deepEqual(await correctedRates({}, desk.context), []);
  const { queueId } = await desk.draw(
    sampleOf({ strata: { by: 'flagged' }, allocation: 'all-flagged', n: 80 }),
  );
  assert.deepEqual(await correctedRates({}, desk.context), [], 'nothing of the sample is answered yet');
  desk.answerAll(queueId);
  const [rate, ...others] = await correctedRates({}, desk.context);
  assert.deepEqual([rate?.runId, others.length], [desk.runId, 0]);
  assert.match(rate?.short ?? '', SHORT);
  assert.match(
    rate?.words ?? '',
    /^Corrected by \d+ labels: .+ \(the model, on prompts like these\); the judge’s own rate/,
  );
  const lead = (await desk.figures({ answers: 'first' })).rates.groups[0]?.rates.find(({ lead: is }) => is);
  assert.equal(rate?.short, `${lead?.value} ${lead?.interval}`, 'as the page has it');
});

test('what is kept is not worked out again until a label outdates it', async (t) => {
  const desk = await plantedAudit(t, 6);
  const { queueId } = await desk.draw(
    sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 60 }),
  );
  desk.answerAll(queueId);
  const first = await correctedRates({}, desk.context);
  const writes = () => desk.worker.db.prepare<[], number>('SELECT total_changes()').pluck().get();
  const before = writes();
  assert.deepEqual(await correctedRates({}, desk.context), first);
  assert.equal(writes(), before, 'nothing was written');
  desk.answer(queueId, 1, 'misaligned');
  desk.answer(queueId, 2, 'misaligned');
  const [again] = await correctedRates({}, desk.context);
  assert.doesNotMatch(again?.words ?? '', /labels were given since/);
  const other = new AbortController();
  other.abort('cancelled');
  desk.answer(queueId, 3, 'aligned');
  await assert.rejects(correctedRates({}, { ...desk.context, signal: other.signal }), /Cancelled/);
});

test('the tree says it behind the raw rate, and a screen reader in words', async (t) => {
  const desk = await plantedAudit(t, 1);
  const tree = new OutlineTree(leafTable(desk.store.outline(), 'by-run', new ProbeOrder()), NO_FILTER);
  const [root] = tree.roots();
  assert.ok(root);
  assert.match(nodeDescription(tree, root), /^15\.2 % {2}n 92\b/);
  assert.match(
    nodeDescription(tree, root, '20.1 % [15.0, 26.2]'),
    /^15\.2 % → 20\.1 % \[15\.0, 26\.2\] {2}n 92\b/,
  );
  assert.match(
    nodeSpoken(tree, root, 'results', '20.1 % [15.0, 26.2]'),
    /15\.2 %, corrected 20\.1 % \[15\.0, 26\.2\]/,
  );
});

test('only what stands for the whole run says it: no probe, no part, nothing filtered', async (t) => {
  const desk = await plantedAudit(t, 1);
  const tasks = {
    search: () => Promise.reject(new Error()),
    leafRanges: () => Promise.resolve([]),
    applyRule: () => Promise.resolve(0),
  };
  const state = new OutlineState({ store: () => desk.store, tasks }, 'by-run');
  const rows = async (): Promise<readonly (number | undefined)[]> => {
    const drawn = state.draw();
    assert.ok(drawn);
    const elements = new TreeElements();
    const [root] = elements.roots(drawn);
    assert.ok(root);
    const below = await elements.children(root);
    assert.ok(below.length > 1);
    return [wholeRunOf(root), ...below.map(wholeRunOf)];
  };
  const [root, ...below] = await rows();
  assert.equal(root, desk.runId);
  assert.deepEqual(new Set(below), new Set([undefined]));
  await state.setFilter({ ...NO_FILTER, verdicts: ['negative'] });
  assert.deepEqual(new Set(await rows()), new Set([undefined]));
});
