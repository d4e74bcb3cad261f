/**
 * One import in a process of its own, with nothing else in it: real reader, real database. Its argument is JSON:
 * `{databasePath, path, importer}`; it sends `{ms, rows, maxRssMb}`.
 */
import { openDatabase } from '../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../src/storage/queries/leases.ts';
import { createYieldFlag } from '../src/storage/retryWhenBusy.ts';
import { importFiles } from '../src/worker/tasks/import.ts';

export interface ImportOrder {
  readonly databasePath: string;
  readonly path: string;
  readonly importer: string;
}

export interface ImportMeasured {
  readonly ms: number;
  readonly rows: number;
  /** The most memory the process ever held. */
  readonly maxRssMb: number;
}

const order = JSON.parse(process.argv[2] ?? '') as ImportOrder;
const database = await openDatabase(order.databasePath, { role: 'worker' });
const start = performance.now();
const { runs, failed } = await importFiles(
  { files: [{ path: order.path, runName: 'rows', importer: order.importer, model: 'm' }] },
  {
    database: () => Promise.resolve(database),
    owner: createLeaseOwner(),
    yieldFlag: createYieldFlag(),
    signal: new AbortController().signal,
    progress: () => undefined,
    ask: () => Promise.reject(new Error('There is no host.')),
    log: () => undefined,
  },
);
const ms = performance.now() - start;
if (failed.length > 0) throw new Error(failed[0]?.reason);
const measured: ImportMeasured = {
  ms,
  rows: runs[0]?.kept ?? 0,
  maxRssMb: process.resourceUsage().maxRSS / 1024,
};
database.close();
process.send?.(measured, () => process.exit(0));
if (process.send === undefined) console.log(measured);
