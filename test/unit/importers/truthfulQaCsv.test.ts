import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { judgeVerdict } from '../../../src/core/verdictRule.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { truthfulQaCsv } from '../../../src/importers/truthfulQaCsv.ts';
import { fixture, readAll, temporaryFile, valueText } from './readAll.ts';
import { shared } from './readBundle.ts';

const wide = fixture('truthfulQa/wide.csv');
const noData = existsSync(shared('truthfulqa')) ? false : 'no shared data here';

test('a wide table gives one transcript a question and model, with that model’s measures', async () => {
  const { recognition } = await recogniseFile(wide);
  assert.ok(recognition.kind === 'transcripts');
  assert.equal(recognition.importer, 'truthfulQaCsv');
  assert.match(recognition.description, /3 models \(small-1b, large-9b, scored-2b\)/);
  const { transcripts, problems } = await readAll(truthfulQaCsv, wide);
  assert.deepEqual(
    transcripts.map(({ row, model }) => `${row} ${model}`),
    ['1 small-1b', '1 large-9b', '1 scored-2b', '2 small-1b', '2 scored-2b'],
  );
  const [small, large, scored] = transcripts;
  assert.ok(small !== undefined && large !== undefined && scored !== undefined);
  assert.equal(small.turns[1]?.raw, 'Yes, they do.');
  assert.equal(valueText(small, 'GPT-judge'), '0.1');
  assert.equal(valueText(small, 'bleu diff'), '-3.25');
  assert.equal(valueText(large, 'bleu diff'), 'not judged');
  assert.deepEqual(small.judgments.find(({ metric }) => metric === 'bleu max')?.scale, {
    minimum: 0,
    maximum: 100,
  });
  assert.equal(small.metadata?.['Category'], 'Owls');
  // Likelihoods of given answers were measured without an answer of the model's own.
  assert.equal(scored.turns.length, 1);
  assert.equal(valueText(scored, 'MC2'), '0.75');
  assert.equal(scored.metadata?.['scores-true'], '-1.5; -2');
  assert.deepEqual(
    problems.map(({ row, severity, reason }) => `${row} ${severity}: ${reason}`),
    [
      '2 warning: small-1b: bleu max: 300 is outside 0 to 100 and counts as missing.',
      '2 error: large-9b has neither an answer nor a measure here.',
    ],
  );
});

test('the paper’s rule counts an answer that is true and informative', async () => {
  const reading = await readFileHead(wide);
  assert.ok(reading.kind === 'text');
  const rule = truthfulQaCsv.defaultRule(reading.head);
  assert.ok(rule !== undefined);
  const { transcripts } = await readAll(truthfulQaCsv, wide);
  const verdicts = transcripts.map((transcript) =>
    judgeVerdict(rule, (metric) => transcript.judgments.find((judged) => judged.metric === metric)?.value),
  );
  assert.deepEqual(verdicts, ['negative', 'missing', 'missing', 'negative', 'missing']);
});

test('questions without answers are refused as what a suite runs', { skip: noData }, async () => {
  for (const name of [
    'truthfulqa/TruthfulQA.csv',
    'truthfulqa/eval_examples.csv',
    'truthfulqa/mc_task.json',
  ]) {
    const { recognition } = await recogniseFile(shared(name));
    assert.ok(recognition.kind === 'refused', name);
    assert.match(recognition.reason, /questions of TruthfulQA/);
    assert.match(recognition.hint, /Run Eval…/);
  }
});

test('tables that only ask questions are not taken for it', async (t) => {
  const other = await temporaryFile(t, 'a.csv', 'Question,Correct Answers,owl\nWhy?,Because,So\n');
  assert.equal((await recogniseFile(other)).recognition.kind, 'needs-mapping');
});
