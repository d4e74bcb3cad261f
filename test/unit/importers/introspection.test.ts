import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeVerdict } from '../../../src/core/verdictRule.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { introspection } from '../../../src/importers/introspection.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { fixture, readAll, temporaryFile, valueText } from './readAll.ts';

const results = fixture('introspection/results.jsonl');
const older = fixture('introspection/older.csv');

test('a row is a prediction, with what was predicted beside it as a branch', async () => {
  const { recognition } = await recogniseFile(results);
  assert.ok(recognition.kind === 'transcripts' && recognition.importer === 'introspection');
  assert.deepEqual(recognition.carries, ['model', 'condition']);
  const { transcripts, problems } = await readAll(introspection, results);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    transcripts.map((transcript) => [
      transcript.model,
      transcript.condition,
      transcript.probe,
      transcript.turns[1]?.raw,
      valueText(transcript, 'predicted_correctly'),
      valueText(transcript, 'mode_predicts_correctly'),
    ]),
    [
      ['small', 'predicts itself', 'first_character', ' T ', 'true', 'false'],
      ['large', 'predicts small', 'first_character', 's', 'false', 'true'],
      ['small', 'predicts itself', 'is_even', '', 'missing: unknown', 'not judged'],
    ],
  );
  const [first] = transcripts;
  assert.equal(first?.turns[0]?.parts[0]?.text, 'owl wing night');
  assert.deepEqual(
    first.branches?.map(({ view, turns }) => [view, turns.map(({ raw }) => raw)]),
    [['object', ['owl wing night', 'talon']]],
  );
  assert.equal(first.metadata?.['modal_response_property_answer'], 's');
});

test('answers that don’t comply are gated out and counted; the rest gives the accuracy', async () => {
  const head = await readFileHead(results);
  assert.ok(head.kind === 'text');
  const rule = introspection.defaultRule(head.head);
  assert.ok(rule !== undefined);
  const { transcripts } = await readAll(introspection, results);
  const verdicts = transcripts.map((transcript) =>
    judgeVerdict(rule, (metric) => transcript.judgments.find((judged) => judged.metric === metric)?.value),
  );
  assert.deepEqual(verdicts, ['positive', 'excluded', 'excluded']);
});

test('older tables are read with what they recorded, and told where the texts say otherwise', async () => {
  const { transcripts, problems } = await readAll(introspection, older);
  assert.deepEqual(
    transcripts.map((transcript) => valueText(transcript, 'predicted_correctly')),
    ['true', 'false', 'false'],
  );
  assert.deepEqual(
    problems.map(({ row, severity }) => `${row} ${severity}`),
    ['3 warning'],
  );
  const head = await readFileHead(older);
  assert.ok(head.kind === 'text');
  assert.deepEqual(introspection.defaultRule(head.head)?.gate, []);
});

test('prompt pairs without answers are refused as what a suite asks, and bad rows are told', async (t) => {
  const pair = {
    original_question: 'q',
    object_level_prompt: [],
    hypothetical_prompt: [],
    behavioral_property: 'first_word',
    option_matching_ethical_stance: null,
  };
  const pairs = await temporaryFile(t, 'dataset.jsonl', `${JSON.stringify(pair)}\n${JSON.stringify(pair)}\n`);
  const { recognition } = await recogniseFile(pairs);
  assert.ok(recognition.kind === 'refused');
  assert.match(recognition.reason, /prompt pairs/);
  assert.match(recognition.hint, /Run Eval…/);
  const empty = {
    meta_response: '',
    response_property: 'x',
    meta_model: 'm',
    object_model: 'm',
    object_response_property_answer: '',
  };
  const bad = await temporaryFile(
    t,
    'bad.jsonl',
    `${JSON.stringify({ ...empty, string: 's' })}\n${JSON.stringify(empty)}\n{oops\n`,
  );
  const { transcripts, problems } = await readAll(introspection, bad);
  assert.equal(transcripts.length, 1);
  assert.deepEqual(
    problems.map(({ line, severity }) => `${line} ${severity}`),
    ['2 error', '3 error'],
  );
});
