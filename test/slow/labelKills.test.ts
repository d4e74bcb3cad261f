// Labels and queues under kill -9, at 200 random moments: `npm run test:slow`, or TA_KILLS for another number.
import { test } from 'node:test';
import { survivesKills } from '../unit/storage/survivesKills.ts';

const KILLS = Number(process.env['TA_KILLS'] ?? 200);
/** Of one database: after each kill all that is in it is looked at, which takes longer the more there is. */
const KILLS_EACH = 50;

for (let done = 0; done < KILLS; done += KILLS_EACH) {
  const kills = Math.min(KILLS_EACH, KILLS - done);
  test(`killed at ${kills} random moments, every confirmed label is there as it was, in its order (${done + kills} of ${KILLS})`, async (t) => {
    await survivesKills(t, kills);
  });
}
