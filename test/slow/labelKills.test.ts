// Labels and queues under kill -9, at 200 random moments: `npm run test:slow`, or TA_KILLS for another number.
import { test } from 'node:test';
import { survivesKills } from '../unit/storage/survivesKills.ts';

const KILLS = Number(process.env['TA_KILLS'] ?? 200);

test(`killed at ${KILLS} random moments, every confirmed label is there as it was, in its order`, async (t) => {
  await survivesKills(t, KILLS);
});
