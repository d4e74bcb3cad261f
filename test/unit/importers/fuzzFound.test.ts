// What `npm run test:fuzz` has found, each made as small as it goes.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { ImportedTranscript, ImportProblem } from '../../../src/core/imported.ts';
import { importerById } from '../../../src/importers/registry.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { Dice } from '../../support/fuzz/dice.ts';
import { readInput } from '../../support/fuzz/readInput.ts';
import { zipFile } from '../../support/zipFile.ts';
import { readAll, temporaryFolder, valueText } from './readAll.ts';

interface Found {
  /** Of the first thing in it that can be imported. */
  readonly transcripts: readonly ImportedTranscript[];
  readonly problems: readonly ImportProblem[];
  readonly importer: string | undefined;
}

/** Reads files as the fuzzer does, which must have nothing to say, and returns what was read. */
async function reading(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
  opened = Object.keys(files)[0] ?? '',
): Promise<Found> {
  const folder = await temporaryFolder(t);
  let bytes = 1;
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
    bytes += content.length;
  }
  const { openings, wrong } = await readInput(join(folder, opened), bytes, new Dice(1));
  assert.deepEqual(wrong, []);
  const [first] = openings;
  if (first === undefined) return { transcripts: [], problems: [], importer: undefined };
  const { path, importer, ...options } = first;
  return { ...(await readAll(importerById(importer), path, options)), importer };
}

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
