/** `label-save-p99-ms`: from the host's handler to the commit under `synchronous=FULL`. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../src/storage/queries/leases.ts';
import { createAuditStore } from '../src/storage/sqliteStore.ts';
import { WorkerClient } from '../src/host/worker/workerClient.ts';
import { percentile, rounded, type Bench, type Figure } from './figure.ts';
import { benchDesk, timeLabels } from './labelDesk.ts';
import { populated } from './populate.ts';
import { seededRandom, syntheticRows, writeResultsCsv } from './syntheticResults.ts';
import { workerScript } from './workerScript.ts';

const LABELS = 2_000;

export const labelSave: Bench = {
  name: 'label-save-p99-ms',
  async *run({ quick }) {
    for (const size of quick ? [2_000, 100_000] : [2_000, 1_000_000]) {
      yield await atRest(size, quick ? 500 : LABELS);
    }
    yield await duringImport(quick ? 20_000 : 100_000);
  },
};

async function atRest(size: number, labels: number): Promise<Figure> {
  return withCopy(size, async ({ desk, synchronous }) => {
    const random = seededRandom(7);
    const ids = Array.from({ length: labels }, () => 1 + Math.floor(random() * size));
    const samples = await timeLabels(desk, ids);
    return figure(samples, { transcripts: size, synchronous, during: 'nothing else' });
  });
}

/** Labels every 20 ms (a fast hand) while the worker imports, until the import ends. */
async function duringImport(rows: number): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-bench-'));
  try {
    const path = join(folder, 'rows.csv');
    await writeResultsCsv(path, syntheticRows(rows, 99));
    return await withCopy(2_000, async ({ desk, worker, synchronous }) => {
      let importing = true;
      const imported = worker
        .run('import', { files: [{ path, runName: 'rows', importer: 'emCsv', model: 'm' }] })
        .finally(() => (importing = false));
      const samples: number[] = [];
      let next = 1;
      while (importing) {
        samples.push(...(await timeLabels(desk, [1 + (next++ % 2_000)])));
        await delay(20);
      }
      await imported;
      return figure(samples, { transcripts: 2_000, synchronous, during: `import of ${rows} rows` });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figure(samples: readonly number[], details: Record<string, unknown>): Figure {
  return {
    name: 'label-save-p99-ms',
    value: rounded(percentile(samples, 0.99)),
    unit: 'ms',
    p50: rounded(percentile(samples, 0.5)),
    max: rounded(Math.max(...samples)),
    labels: samples.length,
    ...details,
  };
}

interface Bed {
  readonly desk: ReturnType<typeof benchDesk>;
  readonly worker: WorkerClient;
  /** What `PRAGMA synchronous` says on the labelling connection: 2 is FULL. */
  readonly synchronous: unknown;
}

async function withCopy<T>(size: number, use: (bed: Bed) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-bench-'));
  const path = join(folder, 'audit.db');
  await copyFile(await populated(size), path);
  const database = await openDatabase(path, { role: 'host' });
  const store = createAuditStore(database);
  const worker = new WorkerClient({
    script: workerScript(),
    databasePath: path,
    readonly: false,
    owner: createLeaseOwner(),
  });
  try {
    const synchronous = database.db.pragma('synchronous', { simple: true });
    return await use({ desk: benchDesk(store, worker), worker, synchronous });
  } finally {
    await worker.dispose();
    store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
