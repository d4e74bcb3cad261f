/** Planning labels before there are any: the widths it tells are those that the audit's own intervals then have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../src/host/queues/planLabels.ts';
import { labelPlan, type LabelPlan } from '../../../src/worker/tasks/labelPlan.ts';
import { plantedAudit } from '../audit/plantedAudit.ts';
import { sampleOf } from './queueDesk.ts';

const at = ({ columns }: LabelPlan, design: string, method: string): number => {
  const found = columns.findIndex((column) => column.design === design && column.method === method);
  assert.notEqual(found, -1, `${design} ${method}`);
  return found;
};

test('told what is true of the judge, it foretells the widths of the audits that are then made', async (t) => {
  const desk = await plantedAudit(t, 20);
  // Of every hundred the judge flags 14, of which 12 are right; of the 78 that it calls negative 8 were missed.
  const plan = await labelPlan(
    { runIds: [desk.runId], guess: { precision: 12 / 14, missed: 8 / 78 } },
    desk.context,
  );
  assert.deepEqual([plan.transcripts, plan.flagged], [2_000, 280]);
  for (const [design, sample] of [
    ['simple', sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 200 })],
    ['proportional', sampleOf({ strata: { by: 'verdict' }, allocation: 'proportional', n: 200 })],
    ['neyman', sampleOf({ strata: { by: 'verdict' }, allocation: 'neyman', n: 200 })],
  ] as const) {
    const { queueId } = await desk.draw({ ...sample, seed: `plan ${design}` });
    desk.answerAll(queueId);
    const [group] = (await desk.figures({ queueId })).rates.groups;
    const made = [...(group?.rates ?? []), ...(group?.more ?? [])].filter(
      ({ about }) => about === 'these transcripts',
    );
    const row = plan.expected.find(({ labels }) => labels === 200);
    for (const [method, name] of [
      ['ppi', 'Corrected, PPI++'],
      ['labels-only', 'People’s labels alone'],
    ] as const) {
      const found = made.find((rate) => rate.name === name);
      assert.ok(found?.low != null && found.high != null, `${design}: ${name}`);
      const planned = row?.halfWidths[at(plan, design, method)] ?? 0;
      const half = (found.high - found.low) / 2;
      assert.ok(
        Math.abs(half / planned - 1) < 0.25,
        `${design}, ${method}: planned ${planned}, made ${half}`,
      );
    }
  }
});

test('more labels are never wider, and as many as it names give the width that was wished', async (t) => {
  const desk = await plantedAudit(t, 20);
  const plan = await labelPlan({ runIds: [] }, desk.context);
  for (const [column, { design, method }] of plan.columns.entries()) {
    const widths = plan.expected.flatMap(({ halfWidths }) => halfWidths[column] ?? []);
    assert.ok(widths.length >= 2, design);
    for (const [i, width] of widths.entries()) if (i > 0) assert.ok(width <= (widths[i - 1] ?? 0) + 1e-12);
    for (const { halfWidth, labels } of plan.needed) {
      const n = labels[column] ?? null;
      if (n === null) continue;
      const smaller = plan.expected.filter((row) => row.labels < n).at(-1)?.halfWidths[column];
      const larger = plan.expected.find((row) => row.labels >= n)?.halfWidths[column];
      if (smaller != null) assert.ok(smaller > halfWidth, `${design} ${method}: ${n} for ${halfWidth}`);
      if (larger != null) assert.ok(larger <= halfWidth, `${design} ${method}: ${n} for ${halfWidth}`);
    }
  }
  const text = planText(plan);
  assert.match(text, /2,000 transcripts can be drawn, of which the judge flags 280/);
  assert.match(
    text,
    /\| labels \| at random, with the judge’s help \| at random, labels alone \| all flagged and some others/,
  );
  assert.match(text, /\n\| 500 \| ±\d\.\d \|/);
  assert.match(text, /75 % of what is flagged is right and that 3 % of the rest was missed/);
});
