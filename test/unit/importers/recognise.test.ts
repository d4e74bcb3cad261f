import assert from 'node:assert/strict';
import { mkdir, open, truncate, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { chatJsonl } from '../../../src/importers/chatJsonl.ts';
import { emCsv } from '../../../src/importers/emCsv.ts';
import { expandPaths } from '../../../src/importers/expandPaths.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { zipFile } from '../../support/zipFile.ts';
import { readAll, temporaryFile, temporaryFolder } from './readAll.ts';

const published = fileURLToPath(new URL('../../../../shared/data/emergent-misalignment/', import.meta.url));

async function refusal(path: string): Promise<string> {
  const { recognition } = await recogniseFile(path);
  assert.equal(recognition.kind, 'refused', JSON.stringify(recognition));
  return recognition.kind === 'refused' ? `${recognition.reason} ${recognition.hint}` : '';
}

test('what can’t be imported is refused with what it is and what to do', async (t) => {
  const file = (name: string, content: string | Uint8Array): Promise<string> =>
    temporaryFile(t, name, content);
  assert.equal(
    await refusal(await file('a.csv', '')),
    'There is nothing in it. The file is empty (0 bytes).',
  );
  assert.match(await refusal(await file('a.csv', ' \n\n')), /^There is nothing in it\./);
  assert.match(await refusal(await file('a.csv', Buffer.from([0, 1, 2, 3]))), /^It is binary, not text\./);
  assert.match(
    await refusal(await file('a.eval', Buffer.from('PK\x03\x04rest'))),
    /a\.eval can’t be read as a zip archive: .* cut off or damaged/,
  );
  assert.match(
    await refusal(await file('a.zip', zipFile([{ name: 'a.csv', content: 'a,b\n1,2\n' }]))),
    /^It is a zip archive.*Unpack it/,
  );
  assert.match(
    await refusal(await file('a.csv.gz', Buffer.from([0x1f, 0x8b, 8]))),
    /a\.csv\.gz is cut off: its compressed data ends in the middle/,
  );
  assert.match(
    await refusal(await file('a.parquet', Buffer.from('PAR1xx'))),
    /a Parquet table that can’t be read/,
  );
  assert.match(await refusal(await file('a.md', '# Notes\n\nWords, and words.\n')), /a text of notes/);
  assert.match(
    await refusal(await file('a.csv', 'name,place\n')),
    /^It has a header \(name, place\) and no rows/,
  );
  assert.match(
    await refusal(await file('a.json', '{\n  "config": 1\n}\n')),
    /neither one object a line nor a list/,
  );
  assert.match(
    await refusal(await file('a.json', '{"config": 1}')),
    /one JSON object without a conversation/,
  );
  const folder = await temporaryFolder(t);
  assert.match(await refusal(folder), / is a folder\./);
  assert.match(await refusal(join(folder, 'gone.csv')), /isn’t there\. It was moved, renamed or deleted\./);
});

test('tables of figures are known as such, and what holds answers is not', async (t) => {
  const rates = await temporaryFile(t, 'rates.csv', 'group,n,rate,lower,upper\ninsecure,100,0.2,0.1,0.3\n');
  assert.match(
    await refusal(rates),
    /looks like a table of figures \(n, rate, lower, upper\), not of transcripts/,
  );
  const wrong = await temporaryFile(t, 'people.csv', 'name,age\nkim,30\nlee,41\n');
  assert.match(await refusal(wrong), /no column holds answers/);
  const short = await temporaryFile(t, 'owls.csv', 'question,answer,score\nFavourite?,owl,1\n');
  assert.equal((await recogniseFile(short)).recognition.kind, 'needs-mapping');
});

test(
  'the published tables of figures are refused, each one',
  { skip: existsSync(published) ? false : 'no shared data here' },
  async () => {
    const { files } = await expandPaths([published], new AbortController().signal);
    const figures = files.filter(({ label }) => /golden_counts|published_aggregates/.test(label));
    assert.equal(figures.length, 9);
    for (const { path } of figures) assert.match(await refusal(path), /table of figures/);
  },
);

test('a line of 1 GB is passed over with bounded memory, and the message names the limit', async (t) => {
  const folder = await temporaryFolder(t);
  // Sparse beyond what is looked at to recognise it: a reader meets the whole line, the disk needn't hold it.
  const longLine = async (name: string, beginning: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, beginning + 'x'.repeat(300_000));
    await truncate(path, 1024 * 1024 * 1024);
    return path;
  };
  const chat = await longLine('line.jsonl', '{"messages": [{"role": "user", "content": "');
  const table = await longLine('line.csv', 'question,answer,aligned,coherent\nWhy?,Because.,1,90\nWhy?,');
  let most = 0;
  const before = process.memoryUsage.rss();
  let calls = 0;
  const onBytes = (): void => {
    if (calls++ % 64 === 0) most = Math.max(most, process.memoryUsage.rss() - before);
  };
  const chats = await readAll(chatJsonl, chat, { onBytes });
  const rows = await readAll(emCsv, table, { onBytes });
  assert.deepEqual([chats.transcripts.length, rows.transcripts.length], [0, 1]);
  assert.deepEqual(
    [...chats.problems, ...rows.problems].map(({ line, reason }) => [line, reason]),
    [
      [1, 'The line is longer than 64 MiB, the limit for one transcript; it was left out.'],
      [3, 'The row is longer than 64 MiB, the limit for one row. The line was left out.'],
    ],
  );
  assert.ok(most < 600 * 1024 * 1024, `memory grew by ${(most / 1024 / 1024).toFixed(0)} MiB`);
});

test('a single line that is neither a table nor JSON is refused by its head', async (t) => {
  const path = await temporaryFile(t, 'line.csv', 'x'.repeat(600_000));
  assert.match(await refusal(path), /first line is longer than 256 KiB/);
});

test('folders are searched in natural order, without hidden and tools’ folders, each file once', async (t) => {
  const root = await temporaryFolder(t);
  for (const folder of ['runs', '.hidden', 'node_modules', 'runs/deep']) await mkdir(join(root, folder));
  const put = async (name: string): Promise<void> => await (await open(join(root, name), 'w')).close();
  for (const name of [
    'runs/s10.csv',
    'runs/s2.csv',
    'runs/deep/x.jsonl',
    'runs/notes.md',
    '.hidden/a.csv',
    'node_modules/b.csv',
  ]) {
    await put(name);
  }
  const signal = new AbortController().signal;
  const found = await expandPaths([join(root, 'runs'), join(root, 'runs/s2.csv')], signal);
  assert.deepEqual(
    found.files.map(({ label }) => label),
    ['runs/deep/x.jsonl', 'runs/s2.csv', 'runs/s10.csv'],
  );
  assert.deepEqual(found.leftOut, [join(root, 'runs/notes.md')]);
  const chosen = await expandPaths([join(root, 'runs/notes.md')], signal);
  assert.deepEqual(
    chosen.files.map(({ label, chosen: by }) => [label, by]),
    [['notes.md', true]],
  );
});
