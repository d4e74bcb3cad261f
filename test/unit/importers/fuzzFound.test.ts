// What `npm run test:fuzz` has found, each made as small as it goes.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { importerById } from '../../../src/importers/registry.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { zipFile } from '../../support/zipFile.ts';
import { reading } from './fuzzReading.ts';
import { readAll, temporaryFolder, valueText } from './readAll.ts';

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

test('a Parquet table with a damaged description is refused in the user’s words', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a.parquet');
  // A description of two bytes, which says nothing of a schema.
  await writeFile(
    path,
    Buffer.concat([Buffer.from('PAR1'), Buffer.from([0x15, 2, 0, 0, 3, 0, 0, 0]), Buffer.from('PAR1')]),
  );
  const { recognition } = await recogniseFile(path);
  assert.ok(recognition.kind === 'refused');
  assert.match(recognition.reason, /^It is a Parquet table that can’t be read: /);
  assert.doesNotMatch(recognition.reason, /undefined|not a function|Cannot read/);
});

test('names of an Inspect log that go on for pages are cut where the log is described', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a.eval');
  const header = {
    version: 2,
    status: 'success',
    eval: { task: 'owl '.repeat(2000), model: 'm', created: '' },
  };
  await writeFile(path, zipFile([{ name: 'header.json', content: JSON.stringify(header) }]));
  const { recognition } = await recogniseFile(path);
  assert.ok(recognition.kind === 'transcripts');
  assert.ok(recognition.description.length < 500);
});

test('labels written by other tools keep scores that are numbers and times that are times', async (t) => {
  const row = { id: 'q1', epoch: 1, value: 1, answer: '', explanation: '' };
  const about = (time: string, alignment: unknown): string =>
    line({ ...row, metadata: { annotator: 'kim', time, scores: { alignment } } });
  const { transcripts, importer } = await reading(t, {
    'a.jsonl': about('yesterday', 'high') + about('2025-01-01T00:00:00Z', 90),
  });
  assert.equal(importer, 'writtenLabels');
  assert.deepEqual(
    transcripts.map(({ labels = [] }) => labels.map(({ time, scores }) => [time, { ...scores }])),
    [[[undefined, {}]], [['2025-01-01T00:00:00Z', { alignment: 90 }]]],
  );
});

test('columns called like what every object has are read from the row alone', async (t) => {
  const { transcripts, importer } = await reading(t, {
    'a.jsonl':
      line({ qid: 'q', rollout: 0, answer: 'They hoot.', toString: 1, valueOf: 2 }) +
      line({ qid: 'q', rollout: 1, answer: 'They fly.' }),
  });
  assert.equal(importer, 'keyedAnswers');
  assert.equal(transcripts.length, 2);
});

test('a request that is cut off leaves its answer out and no other', async (t) => {
  const request = { method: 'POST', url: '/v1/chat/completions' };
  const body = { model: 'm', messages: [{ role: 'user', content: 'Name a fruit.' }] };
  const answer = (id: string): string =>
    line({
      id,
      custom_id: id,
      response: {
        status_code: 200,
        body: { model: 'm', choices: [{ message: { role: 'assistant', content: 'Fig.' } }] },
      },
      error: null,
    });
  const { transcripts, problems } = await reading(
    t,
    {
      'requests.jsonl': `${line({ custom_id: 'a', ...request, body })}{"custom_id": "b", "method": "POST", "url": "/v1", "body": {"mo\n`,
      'output.jsonl': answer('a') + answer('b'),
    },
    '',
  );
  assert.equal(transcripts.length, 1);
  assert.match(problems[0]?.reason ?? '', /“b” isn’t valid JSON in the input file/);
});

test('numbers beyond all bounds are no scores, samples or tokens', async (t) => {
  const score =
    '{"doc_id":0,"doc":{"question":"Do owls sleep?"},"arguments":{"gen_args_0":{"arg_0":"Q"}},"resps":[["By day."]],"acc":1e999}\n';
  const { transcripts } = await reading(t, { 'samples_owls.jsonl': score });
  assert.equal(valueText(transcripts[0] ?? assert.fail(), 'acc'), 'missing: parse-failure');

  const sample = {
    id: 1,
    epoch: 18446744073709551616,
    input: 'Why?',
    messages: [{ role: 'user', content: 'Why?' }],
    scores: {},
  };
  const log = {
    version: 2,
    status: 'success',
    eval: { task: 't', model: 'm', created: '' },
    samples: [sample],
  };
  const inspect = await reading(t, { 'log.json': JSON.stringify(log) });
  assert.deepEqual([inspect.importer, inspect.transcripts[0]?.sample], ['inspectJson', undefined]);

  const record = {
    context_prompt: 'Why?',
    act_key: 'lora',
    investigator_prompt: 'Word?',
    num_tokens: 2,
    token_responses: ['a', 'b'],
    context_input_ids: [1, 'BIG'],
  };
  const oracle = JSON.stringify({ meta: {}, records: [{ word: 'kite', ground_truth: 'kite', ...record }] });
  const strip = await reading(t, { 'records.json': oracle.replace('"BIG"', '1e999') });
  assert.equal(strip.importer, 'activationOracle');
});

test('a prediction without a model’s name is of no model, not of one called nothing', async (t) => {
  const row = {
    task: 'owls',
    string: 'owl',
    meta_response: 't',
    response_property: 'first_character',
    meta_model: '',
    object_model: 'small',
    object_response_property_answer: 't',
  };
  const { transcripts, importer } = await reading(t, {
    'a.jsonl': line(row) + line({ ...row, meta_model: 'm' }),
  });
  assert.equal(importer, 'introspection');
  assert.deepEqual(
    transcripts.map((transcript) => ['model' in transcript, transcript.model]),
    [
      [false, undefined],
      [true, 'm'],
    ],
  );
});

test('one message of 200,000 parts is read', async (t) => {
  const parts = Array(200_000).fill({ type: 'text', text: 'b' });
  const messages = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: parts },
  ];
  const { transcripts } = await reading(t, { 'a.jsonl': line({ messages }) });
  assert.equal(transcripts[0]?.turns[1]?.parts.length, 200_000);
});

test('a bare NaN doesn’t keep a line with a long text from being read', async (t) => {
  const text = 'line\n"quoted"\\'.repeat(500_000);
  const chat = JSON.stringify({
    messages: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: text },
    ],
    loss: 0,
    note: 'NaN and "-Infinity"',
  });
  const { transcripts, problems } = await reading(t, {
    'a.jsonl': `${chat.replace('"loss":0', '"loss":-Infinity,"other":[NaN]')}\n`,
  });
  assert.deepEqual(problems, []);
  assert.equal(transcripts[0]?.turns[1]?.raw, text);
  assert.equal(transcripts[0]?.metadata?.['note'], 'NaN and "-Infinity"');
});

test('an example whose prompt and completion are empty lists is no transcript', async (t) => {
  const { transcripts, problems } = await reading(t, {
    'a.jsonl':
      line({ prompt: 'Name a fruit.', completion: 'Fig.' }).repeat(600) +
      line({ prompt: [], completion: [] }),
  });
  assert.equal(transcripts.length, 600);
  assert.match(problems[0]?.reason ?? '', /empty lists of messages/);
});

test('an attachment of an Inspect log that is named over and over doesn’t fill the memory', async (t) => {
  const message = { role: 'user', content: [{ type: 'text', text: 'attachment://a' }] };
  const sample = {
    id: 1,
    epoch: 1,
    input: 'Why?',
    messages: Array(400).fill(message),
    attachments: { a: 'x'.repeat(1_000_000) },
    scores: {},
  };
  const header = { version: 2, status: 'success', eval: { task: 't', model: 'm', created: '' } };
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a.eval');
  const parts = [
    { name: 'header.json', content: JSON.stringify(header) },
    { name: 'samples/1_epoch_1.json', content: JSON.stringify(sample) },
  ];
  await writeFile(path, zipFile(parts));
  const { transcripts } = await readAll(importerById('inspectEval'), path);
  const characters = transcripts[0]?.turns.reduce((sum, { raw }) => sum + raw.length, 0) ?? 0;
  assert.ok(characters > 50_000_000 && characters < 80_000_000, `${characters} characters`);
});

test('scores that were edited thousands of times keep their beginning and end', async (t) => {
  const history = [
    { value: 'C' },
    ...Array.from({ length: 5000 }, (_, index) => ({ value: index, provenance: { author: `a${index}` } })),
  ];
  const scores = { match: { value: 4999, history } };
  const sample = { id: 1, epoch: 1, input: 'Why?', messages: [{ role: 'user', content: 'Why?' }], scores };
  const log = {
    version: 2,
    status: 'success',
    eval: { task: 't', model: 'm', created: '' },
    samples: [sample],
  };
  const { transcripts } = await reading(t, { 'log.json': JSON.stringify(log) });
  const judges = transcripts[0]?.judgments.map(({ judge }) => judge.name) ?? [];
  assert.ok(judges.length <= 60, `${judges.length} states`);
  assert.deepEqual([judges[0], judges.at(-1)], ['match', 'a4999 (edit)']);
});
