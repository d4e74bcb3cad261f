/** An import in a process of its own, to be killed: `importer.ts DATABASE PLAN`, the plan as JSON. */
import type { ImportPlan } from '../../../../src/core/importPlan.ts';
import { openDatabase } from '../../../../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../../../../src/storage/queries/leases.ts';
import { createYieldFlag } from '../../../../src/storage/retryWhenBusy.ts';
import { importFiles } from '../../../../src/worker/tasks/import.ts';

const [path = '', plan = ''] = process.argv.slice(2);
const database = await openDatabase(path, { role: 'worker' });
process.send?.('begins');
await importFiles(JSON.parse(plan) as ImportPlan, {
  database: () => Promise.resolve(database),
  owner: createLeaseOwner(),
  yieldFlag: createYieldFlag(),
  signal: new AbortController().signal,
  progress: () => undefined,
  ask: () => Promise.reject(new Error('There is no host.')),
  log: () => undefined,
});
database.close();
process.disconnect();
