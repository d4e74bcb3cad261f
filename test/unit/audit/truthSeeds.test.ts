/** A part of what `test/slow/truthSeeds.test.ts` shows with 400 seeds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditSeeds, type HeldByRate } from '../../support/truthAudits.ts';

const SEEDS = 8;

test('audits of badly judged runs print intervals that hold the planted truth, where the judge’s own miss it', async (t) => {
  const tally: HeldByRate = new Map();
  await auditSeeds(
    t,
    Array.from({ length: SEEDS }, (_, i) => i + 1),
    tally,
  );
  for (const [name, { held, told }] of tally) {
    if (name.startsWith('Judge’s rate')) assert.equal(held, 0, name);
    else assert.ok(told === SEEDS && held >= SEEDS - 1, `${name}: ${held} of ${told}`);
  }
});
