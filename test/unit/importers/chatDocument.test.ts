import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sameImporterFolder } from '../../../src/importers/bundles/sameImporterFolder.ts';
import { chatDocument } from '../../../src/importers/chatDocument.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { IMPORTERS } from '../../../src/importers/registry.ts';
import { bundlesIn } from './bundlesIn.ts';
import { readAll, temporaryFile, temporaryFolder } from './readAll.ts';

const chat = (question: string, answer: string): object => ({
  id: 7,
  model: 'tuned',
  messages: [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ],
  aligned: 20,
});

async function importerOf(path: string): Promise<string> {
  const { recognition } = await recogniseFile(path);
  return recognition.kind === 'transcripts' ? recognition.importer : recognition.kind;
}

test('a conversation a file is read, on one line or laid out over many', async (t) => {
  for (const space of [undefined, 2]) {
    const text = JSON.stringify(chat('Hi?', 'Ho.'), null, space);
    const path = await temporaryFile(t, 'sample_1.json', text);
    assert.equal(await importerOf(path), 'chatDocument');
    const { transcripts, problems } = await readAll(chatDocument, path);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      transcripts.map(({ model, probe, turns, metadata, judgments }) => [
        model,
        probe,
        turns.map(({ raw }) => raw),
        metadata?.['id'],
        judgments.length,
      ]),
      [['tuned', 'Hi?', ['Hi?', 'Ho.'], 7, 1]],
    );
  }
});

test('a folder of such files becomes one run; a file that is no conversation stops nothing', async (t) => {
  const folder = await temporaryFolder(t);
  for (let n = 1; n <= 3; n++)
    await writeFile(join(folder, `run_${n}.json`), JSON.stringify(chat(`Q${n}`, 'A'), null, 2));
  await writeFile(join(folder, 'settings.json'), '{"temperature": 1}');
  const [bundle, ...others] = await bundlesIn(
    sameImporterFolder(() => IMPORTERS),
    folder,
  );
  assert.deepEqual([bundle?.path, bundle?.claimed.size, others.length], [folder, 3, 0]);
  const { transcripts, problems } = await readAll(chatDocument, folder);
  assert.deepEqual([transcripts.map(({ prompt }) => prompt), problems], [['Q1', 'Q2', 'Q3'], []]);
});

test('lines, lists and audits stay what they are; a document that ends in the middle says so', async (t) => {
  const line = JSON.stringify(chat('Hi?', 'Ho.'));
  const write = async (name: string, text: string): Promise<string> => await temporaryFile(t, name, text);
  assert.equal(await importerOf(await write('lines.json', `${line}\n${line}\n`)), 'chatJsonl');
  assert.equal(await importerOf(await write('one.jsonl', `${line}\n`)), 'chatJsonl');
  assert.equal(await importerOf(await write('list.json', `[${line}]`)), 'chatJsonl');
  const cut = await write('cut.json', JSON.stringify(chat('Hi?', 'Ho.'), null, 2).slice(0, -30));
  const { transcripts, problems } = await readAll(chatDocument, cut);
  assert.equal(transcripts.length, 1);
  assert.equal(problems.length > 0, true);
});
