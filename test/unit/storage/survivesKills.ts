/** Kills a window that imports and labels, again and again, and looks at what it left. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { formatEventLine } from '../../../src/core/labelFile.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { labelSource } from '../../../src/storage/exportSources.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { definition, items, QUEUE, wave } from './queueDesk.ts';
import { all, importRun, rows, single, temporaryFolder } from './storageDesk.ts';
import { startWriter } from './writerProcess.ts';

const LABELLED = 50;

/** `TA_SEED` repeats the moments; what the window was doing then, only the machine knows. */
export async function survivesKills(t: TestContext, kills: number): Promise<void> {
  const seed = Number(process.env['TA_SEED'] ?? 1 + (Date.now() % 1_000_000));
  t.diagnostic(`TA_SEED=${seed}`);
  const random = seededRandom(seed);
  const { open, path } = await temporaryFolder(t);
  const first = await open('audit.db', { role: 'worker' });
  importRun(first, rows(LABELLED));
  const transcriptIds = Array.from({ length: LABELLED }, (_, i) => i + 1);
  const queue = definition([wave(0, items(createAuditStore(first), transcriptIds))]);
  await new QueueWriter(first).define(queue, null);
  first.close();
  const confirmed: string[] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    // In turns: nothing but acts in the queue, one after the other; and labels between imports.
    const task = {
      annotator: 'kim',
      transcriptIds,
      ...(kill % 2 === 0 ? { imports: true } : { imports: false, queue: QUEUE }),
    };
    const window = await startWriter(path('audit.db'), task);
    const moment = 20 + random() * 700;
    await delay(moment);
    window.kill();
    assert.equal((await window.ended).signal, 'SIGKILL');
    confirmed.push(...window.lines);
    const database = await open();
    assertWhole(database, confirmed, `kill ${kill}, after ${moment.toFixed(0)} ms`);
    database.close();
  }
  t.diagnostic(`${confirmed.length} labels were confirmed before ${kills} kills`);
  assert.ok(confirmed.length > 0);
}

/** Every confirmed label as it was confirmed, every transcript whole, everything derived in step. */
function assertWhole(database: AuditDatabase, confirmed: readonly string[], when: string): void {
  const { db } = database;
  const store = createAuditStore(database);
  const importing = Number(single(db, "SELECT count(*) FROM run WHERE status = 'importing'"));
  assert.equal(store.adoptInterruptedImports().length, importing, when);
  assert.deepEqual(checkIntegrity(database), [], when);
  const stored = new Set(Array.from(labelSource(database).events, formatEventLine));
  for (const line of confirmed) assert.ok(stored.has(line), `${when}: ${line}`);
  const halves = `SELECT t.id FROM transcript t WHERE (SELECT count(*) FROM turn n WHERE n.transcript_id = t.id) <> 2
    OR (SELECT count(*) FROM judgment j WHERE j.transcript_id = t.id) <> 2`;
  assert.deepEqual(all(db, halves), [], when);
  const unlabelled = `SELECT t.id FROM transcript t WHERE (t.human_verdict = 'none') <> NOT EXISTS
    (SELECT 1 FROM v_labels l WHERE l.transcript_id = t.id AND l.answer IS NOT NULL)`;
  assert.deepEqual(all(db, `${unlabelled} LIMIT 5`), [], when);
  const kept = `SELECT f.run_id FROM source_file f JOIN run r ON r.id = f.run_id WHERE r.status = 'partial'
    AND f.rows_kept < (SELECT count(*) FROM transcript t WHERE t.source_file_id = f.id)`;
  assert.deepEqual(all(db, kept), [], when);
  const disordered = `SELECT c.event_id FROM label_event c JOIN label_event p ON p.event_id = c.parent_event_id
    WHERE c.seq <= p.seq OR c.content_hash <> p.content_hash OR c.span <> p.span OR c.repeat <> p.repeat`;
  assert.deepEqual(all(db, disordered), [], when);
  assert.deepEqual(all(db, 'SELECT seq FROM label_event GROUP BY seq HAVING count(*) > 1'), [], when);
}
