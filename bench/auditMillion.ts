/**
 * `draw-sample-1m`: a sample drawn from a million transcripts; `audit-figures-1m`: agreement and corrected rates of them all.
 * Besides the time, the longest stretch in which the worker's other tasks had to wait.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NOTHING_HIDDEN } from '../src/core/blindness.ts';
import { USUAL_SELECTION } from '../src/protocol/auditPage.ts';
import { WorkerClient } from '../src/host/worker/workerClient.ts';
import { createLeaseOwner } from '../src/storage/queries/leases.ts';
import { rounded, type Bench, type Figure } from './figure.ts';
import { populated } from './populate.ts';
import { workerScript } from './workerScript.ts';

export const auditMillion: Bench = {
  name: 'audit-figures-1m',
  async *run({ quick }) {
    const size = quick ? 100_000 : 1_000_000;
    const source = await populated(size);
    // A copy beside it: drawing writes.
    const folder = mkdtempSync(join(dirname(source), 'audit-'));
    const databasePath = join(folder, 'audit.db');
    copyFileSync(source, databasePath);
    const worker = new WorkerClient({
      script: workerScript(),
      databasePath,
      readonly: false,
      owner: createLeaseOwner(),
    });
    try {
      // Started before anything is measured.
      await worker.run('runRemarks', { runIds: [] });
      const draw = () => worker.run('drawQueue', { wish: WISH, createdBy: 'bench' });
      yield await measured('draw-sample-1m', size, worker, draw);
      yield await measured('audit-figures-1m', size, worker, () =>
        worker.run('auditFigures', USUAL_SELECTION),
      );
    } finally {
      await worker.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const WISH = {
  name: 'bench',
  scope: { runIds: [] },
  criteria: [],
  design: { strata: { by: 'verdict' }, allocation: 'proportional', n: 500 },
  purpose: 'sample',
  seed: 'bench',
  order: 'shuffled',
  blind: NOTHING_HIDDEN,
  masks: [],
  repeats: 0,
  assignment: null,
} as const;

/** Asks the worker for something short over and over meanwhile: the longest wait is the longest stretch. */
async function measured(
  name: string,
  transcripts: number,
  worker: WorkerClient,
  task: () => Promise<unknown>,
): Promise<Figure> {
  const start = performance.now();
  let [isDone, longest] = [false, 0];
  const asking = (async () => {
    while (!isDone) {
      const asked = performance.now();
      await worker.run('runRemarks', { runIds: [] });
      longest = Math.max(longest, performance.now() - asked);
    }
  })();
  await task();
  const ms = performance.now() - start;
  isDone = true;
  await asking;
  return { name, value: rounded(ms), unit: 'ms', transcripts, longestWaitMs: rounded(longest) };
}
