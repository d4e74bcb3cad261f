// Kills a window that labels and shares 60 times; `TA_SEED` repeats a run.
import { test } from 'node:test';
import { killedSharing } from '../unit/sharing/killedSharing.ts';

test('60 kills of a window that labels and shares lose nothing', { timeout: 600_000 }, async (t) => {
  await killedSharing(t, 60, Number(process.env['TA_SEED'] ?? Date.now() % 1_000_000));
});
