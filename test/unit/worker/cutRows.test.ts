// Tables that were read while their last row was being written.
import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import { runDump } from '../storage/runDump.ts';
import { single } from '../storage/storageDesk.ts';
import { workerDesk } from './workerDesk.ts';

const HEAD = 'question,answer,aligned,coherent\n';
const row = (n: number): string => `Question ${n % 3}?,It depends (${n % 5}).,9${n % 7},8${n % 9}\n`;
const rows = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => row(from + at)).join('');

const planned = (path: string, more: Partial<PlannedFile> = {}): PlannedFile => ({
  path,
  runName: 'answers',
  importer: 'emCsv',
  model: 'm',
  ...more,
});

for (const [what, head, cut, rest] of [
  ['a score', HEAD, 'Question 1?,It depends.,95,8', '7\n'],
  ['an answer', 'aligned,coherent,question,answer\n', '90,80,Question 1?,It dep', 'ends.\n'],
  ['a row between its return and its newline', HEAD, 'Question 1?,It depends.,95,87\r', '\n'],
] as const) {
  test(`${what} that was cut off is read again once the rest of it is there`, async (t) => {
    const { worker, folder, db } = await workerDesk(t);
    const file = join(folder, 'answers.csv');
    const before = head === HEAD ? rows(0, 20) : '70,60,Question 1?,No.\n80,70,Question 2?,Yes.\n';
    await writeFile(file, head + before + cut);
    const { runs } = await worker.run('import', { files: [planned(file)] });
    const continues = runs[0]?.runId ?? 0;
    await appendFile(file, rest + (head === HEAD ? rows(20, 25) : '85,75,Question 3?,Perhaps.\n'));
    const { failed } = await worker.run('import', { files: [planned(file, { continues })] });
    assert.deepEqual(failed, []);

    const whole = await workerDesk(t);
    await whole.worker.run('import', { files: [planned(file)] });
    assert.deepEqual(runDump(db), runDump(whole.db));
    assert.deepEqual(await worker.run('integrityCheck', null), { ok: true, problems: [] });
  });
}

test('a row that only lacked its line end stays the transcript that it is', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'answers.csv');
  await writeFile(file, (HEAD + rows(0, 20)).trimEnd());
  const { runs } = await worker.run('import', { files: [planned(file)] });
  const last = single(db, 'SELECT max(id) FROM transcript');
  await appendFile(file, `\n${rows(20, 25)}`);
  const grown = await worker.run('import', {
    files: [planned(file, { continues: runs[0]?.runId ?? 0 })],
  });
  assert.equal(grown.runs[0]?.kept, 5);
  assert.equal(single(db, 'SELECT source_row FROM transcript WHERE id = ?', last), 20);
});

test('a row cut off in a compressed table is read again as well', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'answers.csv.gz');
  await writeFile(file, gzipSync(`${HEAD}${rows(0, 20)}Question 1?,It depends.,95,8`));
  const { runs } = await worker.run('import', { files: [planned(file)] });
  await appendFile(file, gzipSync(`7\n${rows(20, 25)}`));
  const continues = runs[0]?.runId ?? 0;
  await worker.run('import', { files: [planned(file, { continues })] });
  const whole = await workerDesk(t);
  await whole.worker.run('import', { files: [planned(file)] });
  assert.deepEqual(runDump(db), runDump(whole.db));
});

test('a log that never rests is gone on with up to where it was when it was looked at', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'log.jsonl');
  const chat = (n: number): string =>
    `${JSON.stringify({
      messages: [
        { role: 'user', content: 'Why?' },
        { role: 'assistant', content: `${n} ${'owl '.repeat(200)}` },
      ],
    })}\n`;
  const chats = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, at) => chat(from + at)).join('');
  await writeFile(file, chats(0, 5));
  const chatFile = (more: Partial<PlannedFile>) => planned(file, { importer: 'chatJsonl', ...more });
  const { runs } = await worker.run('import', { files: [chatFile({})] });
  const continues = runs[0]?.runId ?? 0;
  await appendFile(file, chats(5, 3000));

  let written = 3000;
  let isOver = false;
  const writing = (async () => {
    for (; !isOver; written += 1) {
      await appendFile(file, chat(written));
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  })();
  for (let turn = 0; turn < 2; turn += 1) {
    const grown = await worker.run('import', { files: [chatFile({ continues })] });
    assert.deepEqual(grown.failed, []);
    assert.equal(grown.runs[0]?.partial, false);
    assert.ok(Number(single(db, 'SELECT count(*) FROM transcript')) >= 3000);
  }
  isOver = true;
  await writing;
  await worker.run('import', { files: [chatFile({ continues })] });
  assert.equal(single(db, 'SELECT count(*) FROM transcript'), written);
  assert.equal(single(db, 'SELECT count(*) FROM import_problem'), 0);
});
