import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { WorkerClient } from '../../../src/host/worker/workerClient.ts';
import { createLeaseOwner } from '../../../src/storage/queries/leases.ts';
import { WORKER_SCRIPT } from './workerDesk.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data/emergent-misalignment/model-organisms');

test(
  'the same 240 answers in two published files that differ in bytes are noticed, and no other pair is',
  { skip: existsSync(DATA) ? false : `${DATA} is not here` },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-'));
    const worker = new WorkerClient({
      script: WORKER_SCRIPT,
      databasePath: join(folder, 'audit.db'),
      readonly: false,
      owner: createLeaseOwner(),
    });
    t.after(async () => {
      await worker.dispose();
      await rm(folder, { recursive: true, force: true });
    });
    const names = [
      'results1/eval_results_Qwen-Coder-Insecure.csv',
      'results1/eval_results_mini_Qwen-Coder-Insecure.csv',
      'diff_models/responses_Qwen-Coder-Insecure.csv',
      'results2/eval_results_Qwen-Coder-Insecure.csv',
    ];
    const files = names.map((name) => ({ path: join(DATA, name), runName: name, importer: 'emCsv' }));
    const { copies } = await worker.run('import', { study: { name: 's' }, files });
    assert.deepEqual(
      copies?.map(({ name, otherName, shared, looked }) => [name, otherName, shared, looked]),
      [[names[2], names[0], 240, 240]],
    );
  },
);
