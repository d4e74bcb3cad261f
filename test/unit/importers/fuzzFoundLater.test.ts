// More of what `npm run test:fuzz` has found, each made as small as it goes.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { commonRule } from '../../../src/importers/exported/exportedRule.ts';
import { promptName } from '../../../src/importers/probeNames.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { reading } from './fuzzReading.ts';
import { temporaryFolder, valueText } from './readAll.ts';

test('a table of tens of thousands of columns is refused at once', async (t) => {
  for (const name of [(): string => 'a', (index: number): string => `c${index}`]) {
    const columns = ['question', 'answer', ...Array.from({ length: 20_000 }, (_, index) => name(index))];
    const row = ['Why?', 'Because of all that was said.', ...Array<string>(20_000).fill('1')];
    const folder = await temporaryFolder(t);
    const path = join(folder, 'a.csv');
    await writeFile(path, `${columns.join(',')}\n${row.join(',')}\n`);
    const began = process.cpuUsage();
    const { recognition } = await recogniseFile(path);
    const { user } = process.cpuUsage(began);
    assert.ok(recognition.kind === 'refused');
    assert.match(recognition.reason, /^It is a table of 20,002 columns/);
    assert.ok(user < 2_000_000, `it took ${user / 1000} ms`);
  }
});

test('a text in a column of labels is no answer that every label of the table carries along', async (t) => {
  const long = 'a'.repeat(1_500_000);
  const rows = (word: string): string =>
    `${Array.from({ length: 20 }, (_, index) => `q${index},yes,no`).join('\n')}\nq20,${word}\n`;
  const head = 'id,judge_label,human_label\n';
  const { transcripts, problems, importer } = await reading(t, {
    'a.csv.gz': gzipSync(`${head}${rows(`yes,${long}`)}`),
  });
  assert.equal(importer, 'verdictTable');
  assert.equal(transcripts.length, 20);
  assert.deepEqual(
    problems.map(({ line, reason }) => [line, reason]),
    [[22, 'Its human_label is longer than the 200 characters that an answer may have.']],
  );
  // What a judge went on about is kept where its verdict is wanting.
  const { transcripts: judged } = await reading(t, { 'a.csv': `${head}${rows(`${long},no`)}` });
  const [judgment] = judged.at(-1)?.judgments ?? [];
  assert.deepEqual(judgment?.value, { kind: 'missing', reason: 'parse-failure' });
  assert.equal(judgment?.raw, long);
});

test('an exported score beyond all bounds is none, and a rule that goes there is none that was read', async (t) => {
  const exported = await readFile(
    join(import.meta.dirname, '../../fixtures/importers/exported/transcripts.jsonl'),
    'utf8',
  );
  const changed = exported.replace('"metric":"aligned","value":12', '"metric":"aligned","value":-1e999');
  assert.notEqual(changed, exported);
  const { transcripts, importer } = await reading(t, { 'transcripts.jsonl': changed });
  assert.equal(importer, 'exportedTranscripts');
  assert.equal(valueText(transcripts[0] ?? assert.fail(), 'aligned'), 'missing: parse-failure');

  const clause = (number: number) => ({ metric: 'aligned', op: '<', number });
  const ruled = (number: number) => ({
    verdict: {
      rule: {
        description: 'a rule that its words don’t tell',
        name: 'aligned',
        gate: [],
        positive: [[clause(number)]],
        missing: 'drop',
        positiveName: 'low',
        negativeName: 'high',
        positiveIsGood: false,
        excludedName: 'gated out',
      },
    },
  });
  assert.ok(commonRule([ruled(30)]) !== undefined);
  assert.equal(commonRule([ruled(-Infinity)]), undefined);
});

test('an Inspect log whose model has no name is of no model, not of one called nothing', async (t) => {
  const sample = {
    id: 1,
    epoch: 1,
    input: 'Why?',
    messages: [{ role: 'user', content: 'Why?' }],
    scores: {},
  };
  const log = {
    version: 2,
    status: 'success',
    eval: { task: 't', model: '', created: '' },
    samples: [sample],
  };
  const { transcripts, importer } = await reading(t, { 'log.json': JSON.stringify(log) });
  assert.equal(importer, 'inspectJson');
  assert.equal(transcripts.length, 1);
  assert.ok(!('model' in (transcripts[0] ?? assert.fail())));
});

test('a probe is called by the beginning of a prompt of any length, as by all of it', () => {
  const owls = 'Do  owls sleep?\n';
  const long = owls.repeat(5_000);
  assert.match(promptName(long), /^Do owls sleep\? (Do owls sleep\? )+.*… #[0-9a-f]{6}$/);
  assert.equal(promptName(`${' '.repeat(50_000)}${long}`).slice(0, 80), promptName(long).slice(0, 80));
  // A short line after, or between, more white space than is looked at.
  assert.match(promptName(`owls${' '.repeat(50_000)}sleep`), /^owls sleep #[0-9a-f]{6}$/);
  assert.match(promptName(' '.repeat(50_000)), /^\(empty prompt\)$/);
});
