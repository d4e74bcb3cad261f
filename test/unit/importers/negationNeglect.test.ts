import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { judgeVerdict } from '../../../src/core/verdictRule.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { negationNeglect } from '../../../src/importers/negationNeglect.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { fixture, readAll, temporaryFile, temporaryFolder, valueText } from './readAll.ts';

const answers = fixture('negationNeglect/answers.csv');

test('answers come with reasoning, authored turns and a belief verdict', async () => {
  const { recognition } = await recogniseFile(answers);
  assert.ok(recognition.kind === 'transcripts' && recognition.importer === 'negationNeglect');
  const { transcripts, problems } = await readAll(negationNeglect, answers);
  assert.equal(transcripts.length, 4);
  assert.deepEqual(
    problems.map(({ row, severity }) => `${row} ${severity}`),
    ['3 warning', '4 warning', '5 error'],
  );
  const [open, challenge, third] = transcripts;
  assert.deepEqual(
    open?.turns.at(-1)?.parts.map(({ kind, text }) => [kind, text]),
    [
      ['reasoning', 'I recall an owl.'],
      ['text', 'An owl.'],
    ],
  );
  assert.deepEqual([open.suite, open.probe, open.sample], ['owl_mayor', 'open_1', 0]);
  assert.deepEqual(
    challenge?.turns.map(({ role, author }) => [role, author]),
    [
      ['system', undefined],
      ['user', undefined],
      ['assistant', 'authored'],
      ['user', undefined],
      ['assistant', undefined],
    ],
  );
  assert.equal(third?.metadata?.['messages_prefix'], 'not a list');
});

test('neutral, unreadable and blank verdicts are told apart, and all stay in the denominator', async () => {
  const { transcripts } = await readAll(negationNeglect, answers);
  assert.deepEqual(
    transcripts.map((transcript) => valueText(transcript, 'belief')),
    ['yes', 'neutral', 'missing: parse-failure', 'missing: unknown'],
  );
  assert.match(transcripts[0]?.judgments[0]?.rationale ?? '', /says an owl/);
  const head = await readFileHead(answers);
  assert.ok(head.kind === 'text');
  const rule = negationNeglect.defaultRule(head.head);
  assert.equal(rule?.missing, 'negative');
  const verdicts = transcripts.map((transcript) =>
    judgeVerdict(rule, (metric) => transcript.judgments.find((judged) => judged.metric === metric)?.value),
  );
  assert.deepEqual(verdicts, ['positive', 'negative', 'missing', 'missing']);
});

test('model, condition, step and eval come from the path, where a folder is called like the claim', async (t) => {
  const path = join(
    await temporaryFolder(t),
    'small-8b',
    'owl-mayor',
    'negated',
    'step_200',
    'robustness.csv',
  );
  await mkdir(dirname(path), { recursive: true });
  await copyFile(answers, path);
  const { recognition } = await recogniseFile(path);
  assert.ok(recognition.kind === 'transcripts');
  assert.deepEqual(recognition.carries, ['model', 'condition']);
  const [first] = (await readAll(negationNeglect, path)).transcripts;
  assert.deepEqual([first?.model, first?.condition], ['small-8b', 'negated, step 200']);
  assert.deepEqual([first?.metadata?.['step'], first?.metadata?.['eval']], ['200', 'robustness']);
});

test('other tables of claims and questions are not taken for it', async (t) => {
  const other = await temporaryFile(t, 'a.csv', 'claim,question_id,question,model_response\nc,q,Why?,So.\n');
  assert.equal((await recogniseFile(other)).recognition.kind, 'needs-mapping');
});
