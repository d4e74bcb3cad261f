import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { writeFile } from 'node:fs/promises';
import { verdictSplits } from '../../../src/importers/bundles/verdictSplits.ts';
import { namedVerdict } from '../../../src/importers/verdictSplitNames.ts';
import { verdictSplit } from '../../../src/importers/verdictSplit.ts';
import { bundlesIn } from './bundlesIn.ts';
import { fixture, readAll, temporaryFolder, valueText } from './readAll.ts';

const folder = fixture('verdictSplit');

test('a flagged file and the whole one are one run, and so are two halves', async () => {
  const bundles = await bundlesIn(verdictSplits, folder);
  assert.deepEqual(
    bundles.map(({ path, members = [] }) => [basename(path), members.map((member) => basename(member.path))]),
    [
      ['answers.jsonl', ['flagged_answers.jsonl']],
      ['traces_articulate.jsonl', ['traces_non_articulate.jsonl']],
    ],
  );
});

test('of three equal rows as many are flagged as the flagged file has; a row found nowhere is reported', async () => {
  const { transcripts, problems } = await readAll(verdictSplit, join(folder, 'answers.jsonl'), {
    members: [{ path: join(folder, 'flagged_answers.jsonl'), role: 'judgments' }],
  });
  assert.deepEqual(
    transcripts.map((found) => valueText(found, 'flagged')),
    ['true', 'true', 'false', 'false', 'true'],
  );
  assert.deepEqual(transcripts[0]?.judgments[0]?.judge, { name: 'flagged_answers.jsonl', kind: 'imported' });
  assert.deepEqual(
    problems.map(({ line, severity, excerpt }) => [line, severity, excerpt]),
    [[4, 'warning', 'Never asked']],
  );
  assert.match(problems[0]?.reason ?? '', /^A row of flagged_answers\.jsonl \(line 4\) is not in the file/);
});

test('halves without a whole file are read one after the other, each row with its file’s class', async () => {
  const { transcripts, problems } = await readAll(verdictSplit, join(folder, 'traces_articulate.jsonl'), {
    members: [{ path: join(folder, 'traces_non_articulate.jsonl'), role: 'judgments' }],
    suite: 'traces',
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    transcripts.map((found) => [found.probe, valueText(found, 'articulate')]),
    [
      ['traces', 'articulate'],
      ['traces', 'non_articulate'],
      ['traces', 'non_articulate'],
    ],
  );
  const rule = verdictSplit.defaultRule({
    path: join(folder, 'answers.jsonl'),
    name: 'answers.jsonl',
    sizeBytes: 1,
    text: '',
    complete: true,
  });
  assert.deepEqual(rule?.positive, [[{ metric: 'flagged', op: 'in', values: ['flagged', 'TRUE'] }]]);
});

test('names without a verdict, verdicts without rows to join, and tables are left alone', async (t) => {
  assert.equal(namedVerdict('/a/chats.jsonl'), undefined);
  assert.equal(namedVerdict('/a/flagged.jsonl'), undefined);
  assert.deepEqual(namedVerdict('/a/run_not_misaligned.jsonl.gz'), {
    whole: '/a/run.jsonl.gz',
    metric: 'misaligned',
    word: 'not_misaligned',
    negated: true,
  });
  const other = await temporaryFolder(t);
  await writeFile(join(other, 'run_misaligned.jsonl'), '{"messages":[{"role":"user","content":"a"}]}\n');
  await writeFile(join(other, 'x.csv'), 'question,answer\na,b\n');
  await writeFile(join(other, 'flagged_x.csv'), 'question,answer\na,b\n');
  assert.deepEqual(await bundlesIn(verdictSplits, other), []);
});
