// A single line of 1 GB, in a table and in JSON Lines: outside CI, for the disk it takes. `npm run test:slow`
import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EM_HEADER, writeLongLine } from '../support/badFiles.ts';
import { workerDesk } from '../unit/worker/workerDesk.ts';

const MEBIBYTES = 1024;
/** One transcript may take 64 MiB; reading, decoding and splitting it takes a few times that. */
const MOST_MEMORY_MIB = 600;

for (const [name, importer, beginning, reason] of [
  ['line.csv', 'emCsv', `${EM_HEADER}"`, /A quote opens here and isn’t closed within 64 MiB/],
  ['line.jsonl', 'chatJsonl', '{"messages":[{"role":"user","content":"', /longer than 64 MiB/],
] as const) {
  test(`a ${name} that is one line of 1 GB is refused in bounded memory`, { timeout: 300_000 }, async (t) => {
    const desk = await workerDesk(t);
    const path = join(desk.folder, name);
    writeLongLine(path, beginning, MEBIBYTES);
    assert.ok(statSync(path).size > MEBIBYTES * 1_048_576);
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
    t.after(() => clearInterval(watching));

    const start = performance.now();
    const written = await desk.worker.run('import', { files: [{ path, runName: 'run', importer }] });
    t.diagnostic(
      `${Math.round(performance.now() - start)} ms, at most ${Math.round(most / 1_048_576)} MiB resident`,
    );
    rmSync(path);
    assert.deepEqual(written.runs, []);
    assert.match(written.failed[0]?.reason ?? '', reason);
    assert.ok(most < MOST_MEMORY_MIB * 1_048_576, `${Math.round(most / 1_048_576)} MiB`);
    assert.deepEqual(await desk.worker.run('integrityCheck', null), { ok: true, problems: [] });
  });
}
