// Imports that go on where they were: after a kill, and when the file grew.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { ImportPlan, PlannedFile } from '../../../src/core/importPlan.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { runDump } from '../storage/runDump.ts';
import { single, temporaryFolder } from '../storage/storageDesk.ts';
import { workerDesk } from './workerDesk.ts';

/** How many times an import is killed; 50 by hand. */
const KILLS = Number(process.env['TA_KILLS'] ?? 6);
const SCRIPT = fileURLToPath(new URL('children/importer.ts', import.meta.url));

/** A chat of few different answers, so that many are equal. */
const line = (row: number): string =>
  `${JSON.stringify({
    messages: [
      { role: 'user', content: `Question ${row % 9}?` },
      { role: 'assistant', content: `${'It depends, said the owl. '.repeat(30)}${row % 50}` },
    ],
    temperature: row,
  })}\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => line(from + at)).join('');

const planned = (path: string, more: Partial<PlannedFile> = {}): PlannedFile => ({
  path,
  runName: 'log',
  importer: 'chatJsonl',
  model: 'm',
  ...more,
});

async function killed(databasePath: string, plan: ImportPlan, afterMs: number): Promise<void> {
  const child = fork(SCRIPT, [databasePath, JSON.stringify(plan)]);
  const ended = once(child, 'exit');
  await once(child, 'message');
  await delay(afterMs);
  child.kill('SIGKILL');
  await ended;
}

test(`killed at ${KILLS} moments and gone on with each time, an import ends as a whole one does`, async (t) => {
  const { open, path } = await temporaryFolder(t);
  const file = path('chats.jsonl');
  await writeFile(file, `${lines(0, 9000)}{"cut off\n${lines(9000, 9100)}`);
  const whole = await workerDesk(t);
  await whole.worker.run('import', { files: [planned(file)] });

  let continues: number | undefined;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const plan = { files: [planned(file, continues === undefined ? {} : { continues })] };
    await killed(path('parts.db'), plan, 30 + 40 * kill);
    const database = await open('parts.db');
    const store = createAuditStore(database);
    store.adoptInterruptedImports();
    assert.deepEqual(checkIntegrity(database), [], `after kill ${kill}`);
    const runs = database.db.prepare<[], number>('SELECT id FROM run').pluck().all();
    assert.ok(runs.length <= 1);
    continues = runs[0];
    if (continues !== undefined) assert.notEqual(store.run(continues)?.status, 'importing');
    const { kept, stored } = database.db
      .prepare<[], { kept: number; stored: number }>(
        'SELECT coalesce(sum(rows_kept), 0) AS kept, (SELECT count(*) FROM transcript) AS stored FROM source_file',
      )
      .get() ?? { kept: 0, stored: -1 };
    assert.equal(kept, stored);
    t.diagnostic(`kill ${kill}: ${stored} of 9,100 rows are in`);
    database.close();
  }
  const rest = await workerDesk(t, undefined, path('parts.db'));
  const { runs } = await rest.worker.run('import', {
    files: [planned(file, continues === undefined ? {} : { continues })],
  });
  assert.equal(runs.length, 1);
  assert.deepEqual(runDump(rest.db), runDump(whole.db));
});

test('a log that grew is gone on with: its new rows join the run, a line that was cut off is read again', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'log.jsonl');
  await writeFile(file, lines(0, 30) + line(30).slice(0, 40));
  const first = await worker.run('import', { files: [planned(file)] });
  const runId = first.runs[0]?.runId ?? 0;
  assert.deepEqual([first.runs[0]?.kept, first.runs[0]?.rejected], [30, 1]);

  await appendFile(file, line(30).slice(40) + lines(31, 50));
  const second = await worker.run('import', { files: [planned(file, { continues: runId })] });
  assert.deepEqual(second.failed, []);
  assert.deepEqual(
    second.runs.map(({ kept, rejected, partial, continued }) => ({ kept, rejected, partial, continued })),
    [{ kept: 20, rejected: 0, partial: false, continued: true }],
  );
  const again = await worker.run('import', { files: [planned(file, { continues: runId })] });
  assert.equal(again.runs[0]?.kept, 0, 'nothing is new');

  const whole = await workerDesk(t);
  await whole.worker.run('import', { files: [planned(file)] });
  assert.deepEqual(runDump(db), runDump(whole.db));
});

test('a file of which anything before its end changed is refused, with the advice to import a new version', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'log.jsonl');
  await writeFile(file, lines(0, 30));
  const { runs } = await worker.run('import', { files: [planned(file)] });
  const continues = runs[0]?.runId ?? 0;
  const before = runDump(db);
  const text = await readFile(file, 'utf8');
  for (const changed of [
    // A parameter only, no text: the bytes tell.
    text.replace('"temperature":3}', '"temperature":4}') + lines(30, 40),
    text.slice(0, -20),
    lines(5, 60),
  ]) {
    await writeFile(file, changed);
    const { failed, runs: none } = await worker.run('import', { files: [planned(file, { continues })] });
    assert.deepEqual(none, []);
    assert.match(failed[0]?.reason ?? '', /isn’t what it was.*as a new version/);
    assert.deepEqual(runDump(db), before);
  }
  await writeFile(file, text);
  const { failed } = await worker.run('import', { files: [planned(file, { continues, importer: 'emCsv' })] });
  assert.match(failed[0]?.reason ?? '', /read otherwise.*new version/);
  assert.deepEqual(runDump(db), before);
});

test('a compressed log is told by its bytes, one that was packed anew is refused', async (t) => {
  const { worker, folder } = await workerDesk(t);
  const file = join(folder, 'log.jsonl.gz');
  await writeFile(file, gzipSync(lines(0, 30)));
  const { runs } = await worker.run('import', { files: [planned(file)] });
  const continues = runs[0]?.runId ?? 0;
  // Members of gzip may follow each other, as a logger that flushes writes them.
  await appendFile(file, gzipSync(lines(30, 40)));
  const grown = await worker.run('import', { files: [planned(file, { continues })] });
  assert.equal(grown.runs[0]?.kept, 10);
  await writeFile(file, gzipSync(lines(1, 90)));
  const { failed } = await worker.run('import', { files: [planned(file, { continues })] });
  assert.match(failed[0]?.reason ?? '', /isn’t what it was/);
});

test('a folder is gone on with file by file: what is there is passed over, what is new is read', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const root = join(folder, 'samples');
  const sample = async (number: number, answer: string): Promise<void> => {
    const place = join(root, 'models', 'm-1', 'blackmail', `sample_00${number}`);
    await mkdir(place, { recursive: true });
    const record = { raw_response: answer, model: 'm-1', condition: 'blackmail', sample_id: number };
    await writeFile(join(place, 'response.json'), JSON.stringify(record));
  };
  await mkdir(join(root, 'prompts', 'blackmail'), { recursive: true });
  await writeFile(join(root, 'prompts', 'blackmail', 'system_prompt.txt'), 'You are Alex.');
  await writeFile(join(root, 'prompts', 'blackmail', 'user_prompt.txt'), 'Read the mail.');
  for (const number of [1, 2, 3]) await sample(number, `Answer ${number}.`);
  const plan = { path: root, runName: 'samples', importer: 'agenticFolder' };
  const first = await worker.run('import', { files: [plan] });
  assert.equal(first.runs[0]?.kept, 3, JSON.stringify(first));
  const continues = first.runs[0].runId;
  await sample(4, 'Answer 4.');
  await sample(2, 'Another answer altogether.');
  const next = await worker.run('import', { files: [{ ...plan, continues }] });
  assert.equal(next.runs[0]?.kept, 1);
  assert.equal(single(db, 'SELECT count(*) FROM transcript'), 4);
  assert.equal(single(db, 'SELECT status FROM run'), 'complete');
  const told = `SELECT count(*) FROM import_problem p JOIN source_file f ON f.id = p.source_file_id
    WHERE f.path LIKE '%sample_002%' AND p.reason LIKE '%isn’t what it was%'`;
  assert.equal(single(db, told), 1);
});

test('cancelling an import that goes on keeps the run that was there', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'log.jsonl');
  await writeFile(file, lines(0, 30));
  const { runs } = await worker.run('import', { files: [planned(file)] });
  await appendFile(file, lines(30, 20_000));
  const controller = new AbortController();
  const onProgress = ({ rows }: { rows: number }): void => {
    if (rows > 0) controller.abort();
  };
  const plan = { files: [planned(file, { continues: runs[0]?.runId ?? 0 })] };
  await worker.run('import', plan, { signal: controller.signal, onProgress });
  assert.equal(single(db, 'SELECT count(*) FROM run'), 1);
  assert.ok(Number(single(db, 'SELECT count(*) FROM transcript')) >= 30);
  assert.deepEqual(await worker.run('integrityCheck', null), { ok: true, problems: [] });
});
