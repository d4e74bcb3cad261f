/** A worker run from source on a database of its own, for the tests of this folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import { WorkerClient } from '../../../src/host/worker/workerClient.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import type { SqliteConnection } from '../../../src/storage/loadSqlite.ts';
import { createLeaseOwner } from '../../../src/storage/queries/leases.ts';

export const WORKER_SCRIPT = fileURLToPath(new URL('../../../src/worker/main.ts', import.meta.url));

export interface WorkerDesk {
  readonly worker: WorkerClient;
  readonly folder: string;
  readonly databasePath: string;
  /** The host's side of the same file. */
  readonly db: SqliteConnection;
}

/** @param existing a database that is there; by default a new one */
export async function workerDesk(
  t: TestContext,
  script = WORKER_SCRIPT,
  existing?: string,
): Promise<WorkerDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-'));
  const databasePath = existing ?? join(folder, 'audit.db');
  const host = await openDatabase(databasePath, { role: 'host' });
  const owner = createLeaseOwner();
  const worker = new WorkerClient({ script, databasePath, readonly: false, owner });
  t.after(async () => {
    await worker.dispose();
    host.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { worker, folder, databasePath, db: host.db };
}

/** Recognises a selection and plans everything in it, each file named by its label. */
export async function planOf(worker: WorkerClient, paths: readonly string[]): Promise<PlannedFile[]> {
  const { files } = await worker.run('recognise', { paths });
  return files.flatMap(({ path, label, recognition }): PlannedFile[] => {
    if (recognition.kind === 'refused') return [];
    const mapping = recognition.kind === 'needs-mapping' ? { mapping: recognition.proposal } : {};
    return [{ path, runName: label, importer: recognition.importer, ...mapping }];
  });
}

/** One value of one row. */
export function single(db: SqliteConnection, sql: string, ...values: readonly unknown[]): unknown {
  return db
    .prepare<unknown[], unknown>(sql)
    .pluck()
    .get(...values);
}
