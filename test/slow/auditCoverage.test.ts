// The table of docs/statistics.md on corrected rates: a part of the committed simulations, made anew; and the planner.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CoverageCell } from '../support/auditSimulation/population.ts';
import '../support/auditSimulation/useFastQuantile.ts';

const { coverageRow } = await import('../support/auditSimulation/coverageTable.ts');
const { nameOf, seedOf, wholeGrid } = await import('../support/auditSimulation/grid.ts');
const { plannedAudits } = await import('../support/auditSimulation/plannedAudits.ts');

/** One in so many is simulated again; `npm run coverage` makes all. */
const ONE_IN = 150;
const ROOT = join(import.meta.dirname, '../..');

test('simulating anew gives the committed rows', () => {
  const lines = readFileSync(join(ROOT, 'docs/coverage.csv'), 'utf8').split('\n').slice(1);
  const rows = new Map(lines.filter(Boolean).map((line) => [line.split(',').slice(0, 9).join(','), line]));
  const cells = [...wholeGrid()].filter((cell) => rows.has(nameOf(cell)) && seedOf(cell) % ONE_IN === 0);
  assert.ok(cells.length >= rows.size / ONE_IN / 2);
  for (const cell of cells) assert.equal(coverageRow(cell), rows.get(nameOf(cell)));
});

const AUDITS = 1_000;

test('planned audits hold the truth at least 94 % of the time, and are about as narrow as wished', (t) => {
  const document = readFileSync(join(ROOT, 'docs/statistics.md'), 'utf8');
  for (const [prevalence, wished] of [
    [0.02, 0.015],
    [0.05, 0.03],
    [0.2, 0.05],
  ] as const) {
    for (const judge of [
      [0.9, 0.995],
      [0.5, 0.9],
    ] as const) {
      for (const design of ['simple', 'flagged', 'stratified'] as const) {
        const cell: CoverageCell = {
          size: 2_000,
          labels: 0,
          prevalence,
          judge,
          design,
          prompts: 48,
          clustered: false,
          gate: true,
        };
        const plan = plannedAudits(cell, wished, 'run', AUDITS, seedOf(cell));
        const share = (n: number): string => ((n / AUDITS) * 100).toFixed(1);
        const { covered, held, nearlyHeld, meanLabels, meanHalfWidth } = plan;
        const line = `| ${prevalence * 100} % | ${judge.join(', ')} | ${design} | ±${(wished * 100).toFixed(1)} | ${meanLabels.toFixed(0)} | ±${(meanHalfWidth * 100).toFixed(2)} | ${share(held)} | ${share(nearlyHeld)} | ${share(covered)} |`;
        t.diagnostic(line);
        assert.equal(plan.refused, 0);
        assert.ok(covered / AUDITS >= 0.94, line);
        assert.ok(document.includes(line), `docs/statistics.md lacks: ${line}`);
      }
    }
  }
});
