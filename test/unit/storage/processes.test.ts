import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { all, importRun, rows, temporaryFolder } from './storageDesk.ts';
import { survivesKills } from './survivesKills.ts';
import { startWriter } from './writerProcess.ts';

/** How many times the writing process is killed; 50 by hand. */
const KILLS = Number(process.env['TA_KILLS'] ?? 10);

const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('two processes that label the same transcripts at once lose nothing', async (t) => {
  const { open, path } = await temporaryFolder(t);
  const database = await open('audit.db', { role: 'worker' });
  importRun(database, rows(50));
  const task = { labels: 300, transcriptIds: ids(50), imports: false };
  const windows = await Promise.all([
    startWriter(path('audit.db'), { ...task, annotator: 'kim' }),
    startWriter(path('audit.db'), { ...task, annotator: 'ada' }),
    // The same person in a third window.
    startWriter(path('audit.db'), { ...task, annotator: 'kim' }),
  ]);
  for (const { code } of await Promise.all(windows.map(({ ended }) => ended))) assert.equal(code, 0);
  const stored = new Set(
    all<{ id: string }>(database.db, 'SELECT event_id AS id FROM v_label_events').map(({ id }) => id),
  );
  assert.equal(stored.size, 900);
  for (const { acknowledged } of windows) {
    assert.equal(acknowledged.length, 300);
    for (const id of acknowledged) assert.ok(stored.has(id));
  }
  const doubled = 'SELECT annotator, seq FROM label_event GROUP BY 1, 2 HAVING count(*) > 1';
  assert.deepEqual(all(database.db, doubled), [], 'each act has its own place in its annotator’s order');
  assert.deepEqual(checkIntegrity(database), []);
});

test('a label given in one process is seen in another at its next look', async (t) => {
  const { open, path } = await temporaryFolder(t);
  importRun(await open('audit.db', { role: 'worker' }), rows(5));
  const store = createAuditStore(await open());
  const version = store.dataVersion();
  const window = await startWriter(path('audit.db'), {
    annotator: 'ada',
    labels: 1,
    transcriptIds: [3],
    imports: false,
  });
  const start = performance.now();
  while (store.dataVersion() === version && performance.now() - start < 5000) await delay(10);
  assert.deepEqual(store.labelsSince(0).transcriptIds, [3]);
  assert.equal(store.transcriptRow(3)?.humanVerdict, 'negative');
  await window.ended;
});

test(`killed at ${KILLS} random moments of importing and labelling, every confirmed label is there as it was and every transcript whole`, async (t) => {
  await survivesKills(t, KILLS);
});
