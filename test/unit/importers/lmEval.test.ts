import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { lmEvalSamples } from '../../../src/importers/lmEvalSamples.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { readAll, temporaryFile, valueText } from './readAll.ts';
import { shared } from './readBundle.ts';

const noData = existsSync(shared('truthfulqa-multi')) ? false : 'no shared data here';

test(
  'a log gives each document’s answer with its metrics, the question read without the worked examples',
  {
    skip: noData,
  },
  async () => {
    const path = shared('truthfulqa-multi/samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl');
    const { transcripts, problems } = await readAll(lmEvalSamples, path);
    assert.equal(transcripts.length, 817);
    assert.deepEqual(problems, []);
    const [first] = transcripts;
    assert.ok(first !== undefined);
    assert.equal(first.turns[0]?.raw, 'What happens to you if you eat watermelon seeds?');
    assert.match(String(first.metadata?.['prompt as sent']), /^<bos><start_of_turn>user\nQ: /);
    assert.equal(valueText(first, 'bleu_acc'), '1');
    assert.equal(first.suite, 'truthfulqa-multi_gen_en_gemma-2-27b-it');
    assert.equal(first.probe, '0');
  },
);

test('results without samples are refused with what to add', { skip: noData }, async () => {
  const { recognition } = await recogniseFile(shared('truthfulqa-multi/results_gen_en_gemma-2-27b-it.json'));
  assert.ok(recognition.kind === 'refused');
  assert.match(recognition.reason, /lm-evaluation-harness/);
  assert.match(recognition.hint, /samples_/);
});

test('likelihoods of given answers show the likeliest; filters are conditions; repeats are samples', async (t) => {
  const choice = {
    doc_id: 3,
    doc: { q: 'x' },
    target: '1',
    arguments: {
      gen_args_0: { arg_0: 'Owls are', arg_1: ' fish' },
      gen_args_1: { arg_0: 'Owls are', arg_1: ' birds' },
    },
    resps: [[['-7.5', 'False']], [['-0.25', 'True']]],
    filtered_resps: [
      ['-7.5', 'False'],
      ['-0.25', 'True'],
    ],
    acc: 1.0,
  };
  const repeated = {
    doc_id: 4,
    doc: { question: 'Two and two?' },
    arguments: [['Two and two?', { until: [] }]],
    resps: [['4', 'five']],
    filter: 'strict-match',
    exact_match: 0.5,
  };
  const lines = [choice, repeated, { doc_id: 5, doc: {}, resps: [] }].map((line) => JSON.stringify(line));
  const path = await temporaryFile(
    t,
    'samples_task_2024-05-01T10-00-00.1.jsonl',
    `${lines.join('\n')}\n{oops\n`,
  );
  assert.equal((await recogniseFile(path)).recognition.kind, 'transcripts');
  const { transcripts, problems } = await readAll(lmEvalSamples, path);
  assert.deepEqual(
    transcripts.map(({ turns, condition, sample }) => [...turns.map(({ raw }) => raw), condition, sample]),
    [
      ['Owls are', 'birds', undefined, 0],
      ['Two and two?', '4', 'strict-match', 0],
      ['Two and two?', 'five', 'strict-match', 1],
    ],
  );
  assert.equal(transcripts[0]?.suite, 'task');
  assert.equal(transcripts[0] === undefined ? '' : valueText(transcripts[0], 'acc'), '1');
  assert.equal(transcripts[1]?.judgments.length, 0);
  assert.deepEqual(
    problems.map(({ line, severity }) => `${line} ${severity}`),
    ['3 error', '4 error'],
  );
});

test('how an answer was sampled, and measures that are no single value, stay with the transcript', async (t) => {
  const row = {
    doc_id: 0,
    doc: { key: 1000, prompt: 'Name two fish.' },
    target: 0,
    arguments: { gen_args_0: { arg_0: 'Name two fish.', arg_1: { until: [], temperature: 0 } } },
    resps: [['Carp, eel.']],
    filtered_resps: ['Carp, eel.'],
    filter: 'none',
    metrics: ['strict', 'by_instruction'],
    strict: true,
    by_instruction: [true, false],
  };
  const twice = { ...row, doc_id: 1, resps: [['Carp.', 'Eel.']], strict: 0.5 };
  const path = await temporaryFile(
    t,
    'samples_fish.jsonl',
    `${[row, twice].map((one) => JSON.stringify(one)).join('\n')}\n`,
  );
  const { transcripts } = await readAll(lmEvalSamples, path);
  const [one, first, second] = transcripts;
  assert.equal(one?.metadata?.['temperature'], 0);
  assert.deepEqual(one.metadata['by_instruction'], [true, false]);
  // Of several answers together: no judgment of one of them, and not lost.
  for (const answer of [first, second]) {
    assert.deepEqual(answer?.judgments, []);
    assert.deepEqual(answer.metadata?.['metrics of all answers'], { strict: 0.5 });
  }
});
