import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { WorkerClient } from '../../../src/host/worker/workerClient.ts';
import { fixture } from '../importers/readAll.ts';
import { single, WORKER_SCRIPT, workerDesk } from './workerDesk.ts';

test('an error of a task arrives as it was thrown: kind, message and hint', async (t) => {
  const { worker, folder } = await workerDesk(t);
  const controller = new AbortController();
  const running = worker.run('recognise', { paths: [folder] }, { signal: controller.signal });
  controller.abort();
  await assert.rejects(running, { name: 'AuditError', kind: 'cancelled' });
  await assert.rejects(worker.run('recognise', { paths: [] }, { signal: AbortSignal.abort() }), {
    kind: 'cancelled',
  });
});

test('files are recognised without a database, and whatever needs one says that there is none', async (t) => {
  const worker = new WorkerClient({ script: WORKER_SCRIPT, databasePath: null, readonly: false, owner: 'o' });
  t.after(() => worker.dispose());
  const { files } = await worker.run('recognise', { paths: [fixture('yesNo.csv')] });
  assert.equal(files[0]?.recognition.kind, 'transcripts');
  await assert.rejects(worker.run('integrityCheck', null), {
    kind: 'not-found',
    message: 'There is no database yet.',
  });
});

test('when the worker dies, what was under way is rejected in words, and the next task finds a new one', async (t) => {
  const script = fileURLToPath(new URL('./crashingWorker.ts', import.meta.url));
  const { worker, db, folder } = await workerDesk(t, script);
  const path = join(folder, 'rows.csv');
  const rows = Array.from({ length: 20_000 }, (_, row) => `Why?,Because of ${row}.,q,${row % 100},90\n`);
  await writeFile(path, `question,answer,question_id,aligned,coherent\n${rows.join('')}`);
  const plan = { files: [{ path, runName: 'rows', importer: 'emCsv' }] };
  const controller = new AbortController();
  const running = worker.run('import', plan, {
    signal: controller.signal,
    onProgress: ({ rows: count }) => {
      if (count > 0) controller.abort('crash');
    },
  });
  await assert.rejects(running, {
    kind: 'bug',
    message: 'The background worker stopped unexpectedly while it was busy with “import”.',
    hint: /What was stored before is kept/,
  });
  // No half transcript: whatever is in agrees with its counts, and the run is still marked as being imported.
  assert.deepEqual(await worker.run('integrityCheck', null), { ok: true, problems: [] });
  assert.equal(single(db, 'SELECT status FROM run'), 'importing');
});

test('a write on the host’s side gets through an import within milliseconds', async (t) => {
  const { worker, db, folder } = await workerDesk(t);
  const path = join(folder, 'rows.csv');
  const answer = 'words and words '.repeat(40);
  const rows = Array.from({ length: 15_000 }, (_, row) => `Why?,${answer}${row},q,${row % 100},90\n`);
  await writeFile(path, `question,answer,question_id,aligned,coherent\n${rows.join('')}`);
  let over = false;
  const importing = worker
    .run('import', { files: [{ path, runName: 'rows', importer: 'emCsv' }] })
    .finally(() => (over = true));
  const insert = db.prepare("INSERT INTO meta (key, value) VALUES (?, 'x')");
  const waits: number[] = [];
  while (!over) {
    const started = performance.now();
    await worker.writeWithRetry(() => insert.run(`label ${waits.length}`));
    waits.push(performance.now() - started);
    await delay(10);
  }
  await importing;
  waits.sort((a, b) => a - b);
  assert.ok(waits.length > 20);
  const p95 = waits[Math.floor(waits.length * 0.95)] ?? 0;
  assert.ok(p95 < 100, `p95 was ${p95.toFixed(1)} ms over ${waits.length} writes`);
  assert.equal(single(db, "SELECT count(*) FROM meta WHERE key LIKE 'label %'"), waits.length);
});

test('a worker that is disposed of rejects what is under way, keeps what is in, and leaves no log behind', async (t) => {
  const { worker, db, databasePath, folder } = await workerDesk(t);
  const path = join(folder, 'rows.csv');
  const rows = Array.from({ length: 20_000 }, (_, row) => `Why?,Because of ${row}.,q,${row % 100},90\n`);
  await writeFile(path, `question,answer,question_id,aligned,coherent\n${rows.join('')}`);
  let disposing: Promise<void> | undefined;
  const running = worker.run(
    'import',
    { files: [{ path, runName: 'rows', importer: 'emCsv' }] },
    {
      onProgress: ({ rows: count }) => {
        if (count > 0) disposing ??= worker.dispose();
      },
    },
  );
  await assert.rejects(running, { kind: 'cancelled', message: 'The database was closed.' });
  await disposing;
  assert.equal(single(db, 'SELECT status FROM run'), 'partial');
  await assert.rejects(worker.run('integrityCheck', null), { kind: 'cancelled' });
  db.close();
  assert.ok(!existsSync(`${databasePath}-wal`));
});
