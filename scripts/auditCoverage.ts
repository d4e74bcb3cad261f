// How often the intervals of corrected rates hold, over the whole grid: writes docs/coverage.csv and the
// tables of docs/statistics.md. Goes on where it was stopped. `TA_COVERAGE_CELLS=100` simulates so many more cells and
// writes what there is; 0 only writes. `TA_COVERAGE_FILE` keeps to another file, and leaves the document alone.
import '../test/support/auditSimulation/useFastQuantile.ts';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { coverageRow, HEADER, readRow } = await import('../test/support/auditSimulation/coverageTable.ts');
const { withSummary } = await import('../test/support/auditSimulation/coverageSummary.ts');
const { nameOf, seedOf, wholeGrid } = await import('../test/support/auditSimulation/grid.ts');

const committed = join(import.meta.dirname, '../docs/coverage.csv');
const file = process.env['TA_COVERAGE_FILE'] ?? committed;
const document = join(import.meta.dirname, '../docs/statistics.md');
const most = Number(process.env['TA_COVERAGE_CELLS'] ?? Infinity);

// A line that a kill cut off has no end and is made again.
const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(1, -1) : [];
const done = new Map(before.map((line) => [line.split(',').slice(0, 9).join(','), line]));
const cells = [...wholeGrid()];
write();
// In the order of their seeds, so that what is done so far is a fair part of the whole.
let made = 0;
for (const cell of [...cells].sort((one, other) => seedOf(one) - seedOf(other))) {
  if (made >= most) break;
  if (done.has(nameOf(cell))) continue;
  const line = coverageRow(cell);
  done.set(nameOf(cell), line);
  appendFileSync(file, `${line}\n`);
  made++;
  if (made % 100 === 0) console.log(`${done.size} of ${cells.length}`);
}
write();
if (file === committed) {
  const rows = cells.flatMap((cell) => done.get(nameOf(cell)) ?? []).map((line) => readRow(line));
  writeFileSync(document, withSummary(readFileSync(document, 'utf8'), rows));
}
console.log(`${done.size} of ${cells.length} cells in ${file}`);

/** Whole lines, in the order of the grid. */
function write(): void {
  const lines = cells.flatMap((cell) => done.get(nameOf(cell)) ?? []);
  writeFileSync(file, `${[HEADER, ...lines].join('\n')}\n`);
}
