/** Opens both connections of a window: the host's own and the worker's. Loaded with the first use of the database. */
import type { AuditStore } from '../../core/ports.ts';
import { createDatabaseFolder } from '../../storage/location.ts';
import { openDatabase } from '../../storage/openDatabase.ts';
import { createLeaseOwner } from '../../storage/queries/leases.ts';
import { createAuditStore } from '../../storage/sqliteStore.ts';
import { WorkerClient } from '../worker/workerClient.ts';
import type { DatabasePlace } from './place.ts';

export async function connect(
  place: DatabasePlace,
  workerScript: string,
): Promise<{ readonly store: AuditStore; readonly worker: WorkerClient }> {
  if (!place.exists) await createDatabaseFolder(place.path);
  const database = await openDatabase(place.path, { role: 'host' });
  const store = createAuditStore(database);
  const worker = new WorkerClient({
    script: workerScript,
    databasePath: database.path,
    readonly: database.readOnlyReason !== '',
    owner: createLeaseOwner(),
  });
  return { store, worker };
}
