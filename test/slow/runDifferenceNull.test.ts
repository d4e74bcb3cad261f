// How often the rule about runs that differ is wrong when none does: the table in docs/statistics.md, made anew.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { familiesWithAlarms, type NullCase } from '../support/nullDifferences.ts';
import { seededRandom } from '../support/seededRandom.ts';

const FAMILIES = 2_000;
/** Two standard errors of a share of 5 % above it. */
const MOST = FAMILIES * 0.05 + 2 * Math.sqrt(FAMILIES * 0.05 * 0.95);

const CASES: readonly NullCase[] = [
  { runs: 2, prompts: 5, answers: 10, rate: 0.1 },
  { runs: 2, prompts: 8, answers: 100, rate: 0.1 },
  { runs: 2, prompts: 24, answers: 10, rate: 0.02 },
  { runs: 2, prompts: 24, answers: 50, rate: 0.1 },
  { runs: 2, prompts: 24, answers: 50, rate: 0.45 },
  { runs: 2, prompts: 200, answers: 1, rate: 0.1 },
  { runs: 2, prompts: 200, answers: 1, rate: 0.45 },
  { runs: 5, prompts: 24, answers: 50, rate: 0.1 },
  { runs: 10, prompts: 24, answers: 20, rate: 0.1 },
  { runs: 10, prompts: 100, answers: 1, rate: 0.3 },
];

test('chance alone raises an alarm in at most 5 % of families, as docs/statistics.md says', (t) => {
  const random = seededRandom(2_026);
  const lines = CASES.map((one) => {
    const alarms = familiesWithAlarms(one, FAMILIES, random);
    assert.ok(alarms <= MOST, `${JSON.stringify(one)}: ${alarms} of ${FAMILIES}`);
    const share = ((alarms / FAMILIES) * 100).toFixed(1);
    return `| ${one.runs} | ${one.prompts} | ${one.answers} | ${one.rate * 100} % | ${share} % |`;
  });
  for (const line of lines) t.diagnostic(line);
  const document = readFileSync(join(import.meta.dirname, '../../docs/statistics.md'), 'utf8');
  for (const line of lines) assert.ok(document.includes(line), `docs/statistics.md lacks: ${line}`);
});
