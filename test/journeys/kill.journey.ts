// The extension host is killed in the middle of importing and labelling. TA_KILLS says how often, TA_SEED when.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { killJourney } from '../support/killJourney.ts';

const kills = Number(process.env['TA_KILLS'] ?? 3);
const seed = Number(process.env['TA_SEED'] ?? Date.now() % 100_000);

describe('an extension host that is killed while it imports and labels', () => {
  it(
    'loses no label that the page called saved, calls none saved that is not, and offers to go on',
    { timeout: 60_000 + kills * 60_000 },
    async (t) => {
      const facts = await killJourney(kills, seed, (words) => t.diagnostic(words));
      assert.equal(facts.length, kills);
      const total = facts.reduce((sum, { saved }) => sum + saved, 0);
      assert.ok(total > 0, 'labels were confirmed before some of the kills');
      const offered = facts.filter(({ wasOffered }) => wasOffered).length;
      const cutOff = facts.filter((fact) => fact.cutOff).length;
      t.diagnostic(
        `${kills} kills, ${cutOff} within an import, ${total} labels saved, ${offered} times offered to reopen`,
      );
    },
  );
});
