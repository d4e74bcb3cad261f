import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { WorkerClient } from '../../../src/host/worker/workerClient.ts';
import type { SqliteConnection } from '../../../src/storage/loadSqlite.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../../../src/storage/queries/leases.ts';
import { fixture } from '../importers/readAll.ts';
import { single, WORKER_SCRIPT } from './workerDesk.ts';

const skip =
  process.platform === 'linux' && process.getuid?.() === 0
    ? false
    : 'needs Linux and root to mount a small disk';

interface SmallDisk {
  readonly databasePath: string;
  /** A folder elsewhere, with room. */
  readonly elsewhere: string;
  readonly startWorker: (readonly: boolean) => WorkerClient;
}

/** A disk of 6 MiB of its own; whatever was opened on it is closed before it goes. */
async function onSmallDisk(t: TestContext, use: (disk: SmallDisk) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-disk-'));
  const elsewhere = await mkdtemp(join(tmpdir(), 'transcript-auditor-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder]);
  const workers: WorkerClient[] = [];
  const databasePath = join(folder, 'audit.db');
  t.after(async () => {
    for (const worker of workers) await worker.dispose();
    execFileSync('umount', ['--lazy', folder]);
    for (const path of [folder, elsewhere]) await rm(path, { recursive: true, force: true });
  });
  await use({
    databasePath,
    elsewhere,
    startWorker: (readonly) => {
      const worker = new WorkerClient({
        script: WORKER_SCRIPT,
        databasePath,
        readonly,
        owner: createLeaseOwner(),
      });
      workers.push(worker);
      return worker;
    },
  });
}

const SMALL = { path: fixture('thresholds.csv'), runName: 'small', importer: 'emCsv' };

test(
  'a disk that fills up ends the import in words; what is in is whole, and can still be read',
  { skip },
  async (t) => {
    await onSmallDisk(t, async ({ databasePath, elsewhere, startWorker }) => {
      const path = join(elsewhere, 'rows.csv');
      const answer = 'words and words '.repeat(40);
      const rows = Array.from({ length: 20_000 }, (_, row) => `Why?,${answer}${row},q,${row % 100},90\n`);
      await writeFile(path, `question,answer,question_id,aligned,coherent\n${rows.join('')}`);
      const worker = startWorker(false);
      const files = [SMALL, { path, runName: 'big', importer: 'emCsv' }];
      const error = await worker.run('import', { study: { name: 's' }, files }).then(
        () => assert.fail('the import fitted on the disk'),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof AuditError);
      assert.equal(error.kind, 'disk-full');
      assert.match(error.hint, /^\d+ transcripts of [12] files? had been stored and are kept\./);

      const { db, close } = await opened(databasePath);
      const small =
        "SELECT count(*) FROM transcript t JOIN run r ON r.id = t.run_id WHERE r.name = 'small' AND status = 'complete'";
      assert.equal(single(db, small), 13);
      assert.deepEqual(await worker.run('integrityCheck', null), { ok: true, problems: [] });
      close();
    });
  },
);

test('a database that can only be read is not imported into, and the reason is said', { skip }, async (t) => {
  await onSmallDisk(t, async ({ databasePath, startWorker }) => {
    (await openDatabase(databasePath, { role: 'worker' })).close();
    execFileSync('mount', ['-o', 'remount,ro', dirname(databasePath)]);
    await assert.rejects(startWorker(true).run('import', { files: [SMALL] }), { kind: 'read-only' });
  });
});

async function opened(path: string): Promise<{ db: SqliteConnection; close: () => void }> {
  const database = await openDatabase(path, { role: 'host' });
  return { db: database.db, close: () => database.close() };
}
