// How often the intervals of corrected rates hold, over the whole grid: writes test/fixtures/corrected/coverage.csv.
// Goes on where it was stopped. `TA_COVERAGE_AUDITS=500` for a coarse one, `TA_COVERAGE_OUT` for another file.
import '../test/support/auditSimulation/useFastQuantile.ts';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { coverageRow, HEADER, AUDITS } = await import('../test/support/auditSimulation/coverageTable.ts');
const { nameOf, seedOf, wholeGrid } = await import('../test/support/auditSimulation/grid.ts');

const audits = Number(process.env['TA_COVERAGE_AUDITS'] ?? AUDITS);
const file =
  process.env['TA_COVERAGE_OUT'] ?? join(import.meta.dirname, '../test/fixtures/corrected/coverage.csv');

const cells = [...wholeGrid()];
const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
const done = new Map(
  before.filter((line) => line.endsWith(';')).map((line) => [line.split(',').slice(0, 9).join(','), line]),
);
// In the order of their seeds, so that what is done so far is a fair part of the whole.
const order = [...cells].sort((one, other) => seedOf(one) - seedOf(other));
if (before.length === 0) writeFileSync(file, `${HEADER}\n`);
let count = 0;
for (const cell of order) {
  if (!done.has(nameOf(cell))) {
    const line = `${coverageRow(cell, audits)};`;
    done.set(nameOf(cell), line);
    appendFileSync(file, `${line}\n`);
  }
  count++;
  if (count % 100 === 0) console.log(`${count} of ${order.length}`);
}
// Whole: in the order of the grid, and without the marks that a line was finished.
const lines = cells.map((cell) => (done.get(nameOf(cell)) ?? '').replace(/;$/, ''));
writeFileSync(file, `${[HEADER, ...lines].join('\n')}\n`);
console.log(`${cells.length} cells written to ${file}`);
