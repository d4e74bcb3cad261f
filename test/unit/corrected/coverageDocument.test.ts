import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { heldOf, LEAST_HELD, withSummary } from '../../support/auditSimulation/coverageSummary.ts';
import { AUDITS, readRow } from '../../support/auditSimulation/coverageTable.ts';

const ROOT = join(import.meta.dirname, '../../..');
const rows = readFileSync(join(ROOT, 'docs/coverage.csv'), 'utf8')
  .split('\n')
  .slice(1)
  .filter(Boolean)
  .map((line) => readRow(line));

test('docs/statistics.md says what the simulated rows say, with every interval that holds too seldom', () => {
  const document = readFileSync(join(ROOT, 'docs/statistics.md'), 'utf8');
  assert.equal(
    withSummary(document, rows),
    document,
    'npm run coverage with TA_COVERAGE_CELLS=0 writes it anew',
  );
});

test('no interval holds the truth so seldom that chance can’t be the reason', () => {
  for (const { key, row, held, printed } of heldOf(rows)) {
    if (printed < AUDITS / 10) continue;
    const error = Math.sqrt((0.95 * 0.05) / printed);
    assert.ok(held >= LEAST_HELD - 2 * error, `${key} in ${row.name}: ${held}`);
  }
});
