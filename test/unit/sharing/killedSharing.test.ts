import { test } from 'node:test';
import { killedSharing } from './killedSharing.ts';

test('a window killed while it labels and shares loses no label, in the database or in its file', async (t) => {
  await killedSharing(t, 4, Number(process.env['TA_SEED'] ?? 7));
});
