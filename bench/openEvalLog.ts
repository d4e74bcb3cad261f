/**
 * `open-eval-log`: from the import's start to the first transcript of a 300 MB Inspect log that another connection can
 * read, through the worker; and to the last one.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkerClient } from '../src/host/worker/workerClient.ts';
import { openDatabase } from '../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../src/storage/queries/leases.ts';
import { rounded, type Bench } from './figure.ts';
import { writeEvalLog } from './syntheticEvalLog.ts';
import { workerScript } from './workerScript.ts';

const LOOK_EVERY_MS = 5;

export const openEvalLog: Bench = {
  name: 'open-eval-log',
  async *run({ quick }) {
    const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-bench-'));
    try {
      for (const packing of ['deflate', 'zstd'] as const) {
        const path = join(folder, `${packing}.eval`);
        const samples = await writeEvalLog(path, packing, (quick ? 30 : 300) * 1_000_000);
        const { firstMs, allMs } = await timeImport(join(folder, `${packing}.db`), path, samples);
        const { size } = await stat(path);
        yield {
          name: 'open-eval-log',
          value: rounded(firstMs),
          unit: 'ms',
          packing,
          megabytes: rounded(size / 1e6),
          samples,
          allMs: rounded(allMs),
          limit: '2,000 ms to the first transcript',
        };
        await rm(path);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function timeImport(
  database: string,
  path: string,
  samples: number,
): Promise<{ firstMs: number; allMs: number }> {
  const worker = new WorkerClient({
    script: workerScript(),
    databasePath: database,
    readonly: false,
    owner: createLeaseOwner(),
  });
  try {
    // The worker is up and its file made before the clock starts: a user's editor has both long since.
    await worker.run('checkpoint', null);
    const reader = await openDatabase(database, { role: 'host' });
    const count = reader.db.prepare<[], { n: number }>(
      "SELECT count(*) AS n FROM v_transcripts WHERE answer <> ''",
    );
    const start = performance.now();
    // The command recognises the file before it imports it.
    await worker.run('recognise', { paths: [path] });
    const done = worker.run('import', { files: [{ path, runName: 'log', importer: 'inspectEval' }] });
    while ((count.get()?.n ?? 0) === 0) await delay(LOOK_EVERY_MS);
    const firstMs = performance.now() - start;
    await done;
    const allMs = performance.now() - start;
    if (count.get()?.n !== samples)
      throw new Error(`${count.get()?.n ?? 0} of ${samples} transcripts were stored.`);
    reader.close();
    return { firstMs, allMs };
  } finally {
    await worker.dispose();
  }
}
