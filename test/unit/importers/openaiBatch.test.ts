import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { batchPairs } from '../../../src/importers/bundles/batchPairs.ts';
import { openaiBatch } from '../../../src/importers/openaiBatch.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { bundlesIn } from './bundlesIn.ts';
import { fixture, readAll, temporaryFile, temporaryFolder } from './readAll.ts';

const folder = fixture('batch');
const output = join(folder, 'output.jsonl');
const members = [
  { path: join(folder, 'requests.jsonl'), role: 'input' },
  { path: join(folder, 'errors.jsonl'), role: 'errors' },
];

test('input, output and errors of a batch are found by their ids and become one run', async () => {
  const bundles = await bundlesIn(batchPairs, folder);
  assert.deepEqual(
    bundles.map(({ path, members: found }) => [path, found]),
    [[output, members]],
  );
});

test('of several inputs the one with the most ids in common is taken, wherever in it they stand', async (t) => {
  const root = await temporaryFolder(t);
  const write = async (name: string, lines: readonly unknown[]): Promise<void> =>
    await writeFile(join(root, name), lines.map((line) => JSON.stringify(line)).join('\n'));
  const request = (id: number): unknown => ({
    custom_id: `r${id}`,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { messages: [{ role: 'user', content: `${id} ${'x'.repeat(400)}` }] },
  });
  const numbers = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, i) => from + i);
  await write('a.jsonl', numbers(0, 2).map(request));
  // Longer than what is looked at of a file; the answers are to its last requests.
  await write('b.jsonl', numbers(0, 1500).map(request));
  const answer = (id: number): unknown => ({
    custom_id: `r${id}`,
    response: { status_code: 200, body: { choices: [{ message: { role: 'assistant', content: 'y' } }] } },
  });
  await write('out.jsonl', [1, 1499, 1498].map(answer));
  const [bundle, ...others] = await bundlesIn(batchPairs, root);
  assert.deepEqual(others, []);
  assert.deepEqual(
    bundle?.members?.map(({ path }) => basename(path)),
    ['b.jsonl'],
  );
  const { transcripts } = await readAll(openaiBatch, bundle.path, { members: bundle.members });
  assert.deepEqual(
    transcripts.map(({ prompt }) => prompt.slice(0, 4)),
    ['1 xx', '1499', '1498'],
  );
});

test('answers in any order get what was asked; each of several choices is a sample', async () => {
  const { transcripts } = await readAll(openaiBatch, output, { members });
  assert.deepEqual(
    transcripts.map(({ line, model, prompt, sample, turns }) => [
      line,
      model,
      prompt,
      sample,
      turns
        .at(-1)
        ?.parts.map(({ text }) => text)
        .join(),
    ]),
    [
      [1, 'model-one-2026-01-01', 'Name a boat.', undefined, 'I can’t say.'],
      [2, 'model-one-2026-01-01', 'Name a tool.', 0, 'A saw.'],
      [2, 'model-one-2026-01-01', 'Name a tool.', 1, 'A file.'],
      [3, 'model-one-2026-01-01', 'Name a fruit.', undefined, 'A plum.'],
    ],
  );
  assert.deepEqual(
    transcripts[0]?.turns.map(({ role }) => role),
    ['system', 'user', 'assistant'],
  );
  assert.deepEqual(
    { ...transcripts[3]?.metadata },
    {
      model: 'model-one',
      temperature: 1,
      custom_id: 'r-1',
      finish_reason: 'stop',
      usage: { total_tokens: 12 },
      request_id: 'q-r-1',
    },
  );
});

test('failures, answers that nobody asked for and requests without an answer are each told of', async () => {
  const { problems } = await readAll(openaiBatch, output, { members });
  assert.deepEqual(
    problems.map(({ line, severity, reason }) => [line, severity, reason]),
    [
      [4, 'error', 'The request “r-9” is not in the input file, so that it isn’t known what was asked.'],
      [1, 'error', 'errors.jsonl: The request “r-4” failed with status 429: too many at once'],
      [5, 'warning', 'The request “r-5” of requests.jsonl has no answer.'],
    ],
  );
});

test('an output alone is read without what was asked, and says so; input and errors alone are refused', async () => {
  const { recognition } = await recogniseFile(output);
  assert.match(recognition.kind === 'transcripts' ? recognition.description : '', /without its input/);
  const { transcripts, problems } = await readAll(openaiBatch, output);
  assert.equal(transcripts.length, 5);
  assert.equal(transcripts[1]?.turns[0]?.provenance?.['id'], 'r-2');
  assert.match(problems[0]?.reason ?? '', /input file is not here/);
  for (const name of ['requests.jsonl', 'errors.jsonl']) {
    const refused = (await recogniseFile(join(folder, name))).recognition;
    assert.match(refused.kind === 'refused' ? refused.hint : '', /together with the batch’s/);
  }
});

test('answers of the responses interface keep their reasoning and calls as parts', async (t) => {
  const line = {
    custom_id: 'a',
    response: {
      status_code: 200,
      body: {
        model: 'm',
        status: 'completed',
        output: [
          {
            type: 'reasoning',
            summary: [{ type: 'summary_text', text: 'Think.' }],
            encrypted_content: 'AAAA',
          },
          { type: 'function_call', name: 'look', arguments: '{"at":"map"}', call_id: 'c1' },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'There.' }] },
        ],
      },
    },
    error: null,
  };
  const { transcripts } = await readAll(openaiBatch, await temporaryFile(t, 'o.jsonl', JSON.stringify(line)));
  assert.deepEqual(
    transcripts[0]?.turns.at(-1)?.parts.map(({ kind, text }) => [kind, text]),
    [
      ['reasoning', 'Think.'],
      ['tool-call', '{"at":"map"}'],
      ['text', 'There.'],
    ],
  );
});

test('a response that broke off says why; token probabilities and the endpoint’s version stay with the answer', async (t) => {
  const logprobs = { content: [{ token: '42', logprob: -0.1, top_logprobs: [] }] };
  const lines = [
    {
      custom_id: 'a',
      response: {
        status_code: 200,
        body: {
          status: 'incomplete',
          incomplete_details: { reason: 'max_output_tokens' },
          output: [
            { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'And so' }] },
          ],
        },
      },
    },
    {
      custom_id: 'b',
      response: {
        status_code: 200,
        body: {
          system_fingerprint: 'fp_1',
          choices: [
            { index: 0, message: { role: 'assistant', content: '42' }, finish_reason: 'stop', logprobs },
          ],
        },
      },
    },
  ];
  const path = await temporaryFile(t, 'out.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  const [cut, whole] = (await readAll(openaiBatch, path)).transcripts;
  assert.equal(cut?.turns.at(-1)?.provenance?.['stopReason'], 'max_output_tokens');
  assert.deepEqual(whole?.turns.at(-1)?.provenance?.['logprobs'], logprobs);
  assert.equal(whole.metadata?.['system_fingerprint'], 'fp_1');
});
