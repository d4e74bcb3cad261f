// A folder of 100,000 small files: found, bundled and imported as one run. Outside CI, for the files it takes.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { agenticSamples, petriText } from '../support/manyFiles.ts';
import { workerDesk } from '../unit/worker/workerDesk.ts';

const FILES = 100_000;
/** The test, the worker and SQLite together; about 3 KiB a file is for knowing where it is. */
const MOST_MEMORY_MIB = 800;

for (const [name, make] of [
  ['one folder of single transcripts', flatFolder],
  ['samples in folders of their own', agenticSamples],
] as const) {
  test(
    `${name}: ${FILES} files are found and imported in bounded memory`,
    { timeout: 900_000 },
    async (t) => {
      const desk = await workerDesk(t);
      const folder = join(desk.folder, 'results');
      make(folder, FILES);
      let most = 0;
      const watching = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
      t.after(() => clearInterval(watching));

      let start = performance.now();
      const { files } = await desk.worker.run('recognise', { paths: [folder] });
      t.diagnostic(`recognised in ${Math.round(performance.now() - start)} ms`);
      const [found, ...others] = files;
      assert.deepEqual(others, []);
      assert.ok(found?.bundle !== undefined && found.recognition.kind === 'transcripts');
      assert.ok(found.bundle.files >= FILES);

      start = performance.now();
      const planned = {
        path: found.path,
        runName: 'run',
        importer: found.recognition.importer,
        fingerprint: found.sha256,
        ...(found.members === undefined ? {} : { members: found.members }),
      };
      const { runs, failed } = await desk.worker.run('import', { files: [planned] });
      t.diagnostic(
        `imported in ${Math.round(performance.now() - start)} ms, at most ${Math.round(most / 1_048_576)} MiB`,
      );
      assert.deepEqual(failed, []);
      assert.equal(runs[0]?.kept, FILES);
      assert.ok(most < MOST_MEMORY_MIB * 1_048_576, `${Math.round(most / 1_048_576)} MiB`);

      start = performance.now();
      const again = await desk.worker.run('import', { files: [{ ...planned, continues: runs[0].runId }] });
      t.diagnostic(`gone on with, nothing new, in ${Math.round(performance.now() - start)} ms`);
      assert.equal(again.runs[0]?.kept, 0);
    },
  );
}

function flatFolder(folder: string, files: number): void {
  mkdirSync(folder, { recursive: true });
  for (let n = 0; n < files; n++) writeFileSync(join(folder, `transcript_${n}.json`), petriText(n));
}
