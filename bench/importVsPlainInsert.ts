/**
 * `import-vs-plain-insert`: rows a second of the whole import (file to committed transcripts, through the worker) over a
 * plain prepared-insert loop of the already parsed rows into the same tables with the same full-text index.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerClient } from '../src/host/worker/workerClient.ts';
import { openDatabase } from '../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../src/storage/queries/leases.ts';
import { median, rounded, type Bench } from './figure.ts';
import { insertAll, parseAll, prepareParents } from './plainInsert.ts';
import { syntheticRows, writeResultsCsv } from './syntheticResults.ts';
import { workerScript } from './workerScript.ts';

const PROBES = 24;

export const importVsPlainInsert: Bench = {
  name: 'import-vs-plain-insert',
  async *run({ quick }) {
    const rows = quick ? 20_000 : 100_000;
    const rounds = quick ? 1 : 3;
    const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-bench-'));
    try {
      const csv = join(folder, 'rows.csv');
      await writeResultsCsv(csv, syntheticRows(rows, 1, PROBES));
      const parsed = [...syntheticRows(rows, 1, PROBES)].map(parseAll());
      const imports: number[] = [];
      const plains: number[] = [];
      // Taken in turns, so that whatever else the machine does meets both.
      for (let round = 0; round < rounds; round++) {
        const plain = await openDatabase(join(folder, `plain-${round}.db`), { role: 'worker' });
        prepareParents(plain.db, PROBES);
        const start = performance.now();
        insertAll(plain.db, parsed);
        plains.push(performance.now() - start);
        plain.close();
        imports.push(await timeImport(join(folder, `import-${round}.db`), csv));
      }
      const perSecond = (ms: number) => rounded((rows / ms) * 1_000);
      yield {
        name: 'import-vs-plain-insert',
        value: rounded(median(plains) / median(imports)),
        unit: 'ratio',
        rows,
        rounds,
        importRowsPerSecond: perSecond(median(imports)),
        plainRowsPerSecond: perSecond(median(plains)),
        baseline: 'one transaction, one prepared statement a table, rows parsed and hashed beforehand',
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function timeImport(path: string, csv: string): Promise<number> {
  const worker = new WorkerClient({
    script: workerScript(),
    databasePath: path,
    readonly: false,
    owner: createLeaseOwner(),
  });
  try {
    // The worker is up and its file made before the clock starts: a user's editor has both long since.
    await worker.run('checkpoint', null);
    const start = performance.now();
    await worker.run('import', { files: [{ path: csv, runName: 'rows', importer: 'emCsv', model: 'm' }] });
    return performance.now() - start;
  } finally {
    await worker.dispose();
  }
}
