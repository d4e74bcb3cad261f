// The truth test without the UI: 400 planted runs, each audited by the code that the product runs, on real databases.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditSeeds, type HeldByRate } from '../support/truthAudits.ts';

const SEEDS = 400;
/** Audits that share a database. */
const TOGETHER = 25;

test(`of ${SEEDS} audits of badly judged runs at least 94 % print intervals that hold the truth`, async (t) => {
  const tally: HeldByRate = new Map();
  for (let first = 1; first <= SEEDS; first += TOGETHER) {
    const seeds = Array.from({ length: TOGETHER }, (_, i) => first + i);
    await t.test(`seeds ${first} to ${first + TOGETHER - 1}`, (part) => auditSeeds(part, seeds, tally));
  }
  for (const [name, { held, told }] of tally)
    t.diagnostic(`${name}: ${held} of ${told} hold the truth, ${((held / told) * 100).toFixed(2)} %`);
  for (const [name, { held, told }] of tally) {
    if (name.startsWith('Judge’s rate')) continue;
    assert.equal(told, SEEDS, `${name} is told in every audit`);
    assert.ok(held / told >= 0.94, `${name}: ${held} of ${told}`);
  }
  const raw = tally.get('Judge’s rate, raw; the model, on prompts like these');
  assert.ok(raw !== undefined && raw.held / raw.told < 0.05, 'the judge’s own interval misses it');
});
