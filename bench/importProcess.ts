/**
 * One import in a process of its own, with nothing else in it, by the worker thread as in the editor. Its argument is
 * JSON: `{databasePath, path, importer}`; it sends `{ms, rows, maxRssMb}`.
 */
import { WorkerClient } from '../src/host/worker/workerClient.ts';
import { createLeaseOwner } from '../src/storage/queries/leases.ts';
import { workerScript } from './workerScript.ts';

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

const { databasePath, path, importer } = JSON.parse(process.argv[2] ?? '') as ImportOrder;
const owner = createLeaseOwner();
const worker = new WorkerClient({ script: workerScript(), databasePath, readonly: false, owner });
// The worker is up and its file made before the clock starts.
await worker.run('checkpoint', null);
const start = performance.now();
const { runs, failed } = await worker.run('import', {
  files: [{ path, runName: 'rows', importer, model: 'm' }],
});
const ms = performance.now() - start;
if (failed.length > 0) throw new Error(failed[0]?.reason);
const maxRssMb = process.resourceUsage().maxRSS / 1024;
const measured: ImportMeasured = { ms, rows: runs[0]?.kept ?? 0, maxRssMb };
await worker.dispose();
process.send?.(measured, () => process.exit(0));
