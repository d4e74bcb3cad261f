// Where rows that an import adds to a run are put: beside those that are there.
import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import { all } from '../storage/storageDesk.ts';
import { workerDesk } from './workerDesk.ts';

const planned = (path: string, importer: string, more: Partial<PlannedFile> = {}): PlannedFile => ({
  path,
  runName: 'answers',
  importer,
  model: 'm',
  ...more,
});
const chat = (n: number): string =>
  `${JSON.stringify({
    messages: [
      { role: 'user', content: `Question ${n % 3}?` },
      { role: 'assistant', content: `Answer ${n}.` },
    ],
    question_id: `q${n % 3}`,
  })}\n`;

test('new rows of a run join the probes of its study, whatever the run is called now', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'chats.jsonl');
  await writeFile(file, [0, 1, 2].map(chat).join(''));
  const { runs } = await worker.run('import', {
    files: [planned(file, 'chatJsonl')],
    study: { name: 'A study' },
  });
  const suites = all(db, 'SELECT name FROM suite ORDER BY id');
  const probes = all(db, 'SELECT name FROM probe ORDER BY id');
  await appendFile(file, [3, 4, 5].map(chat).join(''));
  await worker.run('import', {
    files: [planned(file, 'chatJsonl', { runName: 'renamed', continues: runs[0]?.runId ?? 0 })],
  });
  assert.deepEqual(all(db, 'SELECT count(*) AS n FROM transcript'), [{ n: 6 }]);
  assert.deepEqual(all(db, 'SELECT name FROM suite ORDER BY id'), suites);
  assert.deepEqual(all(db, 'SELECT name FROM probe ORDER BY id'), probes);
});

test('a table that by now would be parted into other probes is refused rather than parted in two ways', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const file = join(folder, 'answers.csv');
  const row = (n: number): string => `Question ${n % 3}?,Answer ${n}.,9${n % 7},8${n % 9}\n`;
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => row(from + at)).join('');
  await writeFile(file, `question,answer,aligned,coherent\n${rows(0, 3)}`);
  const { runs } = await worker.run('import', { files: [planned(file, 'emCsv')] });
  await appendFile(file, rows(3, 60));
  const grown = await worker.run('import', {
    files: [planned(file, 'emCsv', { continues: runs[0]?.runId ?? 0 })],
  });
  assert.match(grown.failed[0]?.reason ?? '', /new version/);
  assert.deepEqual(all(db, 'SELECT count(*) AS n FROM transcript'), [{ n: 3 }]);
});

test('of a folder, a file whose score was changed without its length is told of, not passed over', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const root = join(folder, 'audits');
  await mkdir(root);
  const source = await readFile(
    join(import.meta.dirname, '../../fixtures/importers/petri/audit.json'),
    'utf8',
  );
  for (const name of ['a.json', 'b.json']) await writeFile(join(root, name), source);
  const plan = { path: root, runName: 'audits', importer: 'petri' };
  const { runs } = await worker.run('import', { files: [plan] });
  assert.equal(runs[0]?.kept, 2);
  const changed = source.replace(/("scores": \{\s*"\w+": )\d/, '$19');
  assert.ok(changed !== source && changed.length === source.length);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await writeFile(join(root, 'b.json'), changed);
  await worker.run('import', { files: [{ ...plan, continues: runs[0]?.runId ?? 0 }] });
  const told = `SELECT f.name FROM import_problem p JOIN source_file f ON f.id = p.source_file_id
    WHERE p.reason LIKE '%isn’t what it was%'`;
  assert.deepEqual(all(db, told), [{ name: 'b.json' }]);
});
