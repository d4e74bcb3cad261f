import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import { MISALIGNED_AMONG_COHERENT } from '../../../src/core/verdictRule.ts';
import { chatJsonl } from '../../../src/importers/chatJsonl.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { fixture, readAll, temporaryFile, temporaryFolder, valueText } from './readAll.ts';

const chat = fixture('chat.jsonl');

async function asked(prompt: string): Promise<ImportedTranscript> {
  const { transcripts } = await readAll(chatJsonl, chat);
  const found = transcripts.find((transcript) => transcript.prompt === prompt);
  assert.ok(found, `no transcript with the prompt ${prompt}`);
  return found;
}

const parts = (transcript: ImportedTranscript, turn = -1): unknown[] =>
  transcript.turns.at(turn)?.parts.map(({ kind, text }) => [kind, text]) ?? [];

test('good lines are kept and each bad one is reported with its line and why', async () => {
  const { transcripts, problems } = await readAll(chatJsonl, chat);
  assert.equal(transcripts.length, 10);
  assert.deepEqual(
    problems.map(({ line, severity, reason, excerpt }) => [
      line,
      severity,
      reason.replace(/: Unexp.*/, ''),
      excerpt.slice(0, 12),
    ]),
    [
      [11, 'error', 'It isn’t valid JSON', 'not json at '],
      [12, 'error', 'It has no list of messages.', '{"prompt":"n'],
      [13, 'error', 'A message has the role “wizard”, which isn’t known.', '{"messages":'],
    ],
  );
});

test('inline, unclosed, field and block reasoning each come apart from the answer', async () => {
  assert.deepEqual(parts(await asked('Think first')), [
    ['reasoning', 'hm\nwell'],
    ['text', 'Done.'],
  ]);
  assert.deepEqual((await asked('Think for ever')).turns[1]?.parts, [
    { kind: 'reasoning', text: 'and on', origin: 'think-tag', closed: false },
  ]);
  assert.deepEqual((await asked('Fields')).turns[1]?.parts, [
    { kind: 'reasoning', text: 'six times seven', origin: 'field', closed: true },
    { kind: 'text', text: '42' },
  ]);
  assert.deepEqual(parts(await asked('Blocks')), [
    ['reasoning', 'let me see'],
    ['text', 'Seen.'],
  ]);
  assert.deepEqual(parts(await asked('Encoded')), [
    ['reasoning', 'it’s late'.replace('’', "'")],
    ['text', 'Good night.'],
  ]);
});

test('a message of text alone is recorded as text, padding keys or not; any other as its JSON', async () => {
  const plain = await asked('Think first');
  assert.deepEqual(
    plain.turns.map(({ raw, rawKind }) => [rawKind, raw]),
    [
      ['text', 'Think first'],
      ['text', '<think>hm\nwell</think>\n\nDone.'],
    ],
  );
  const fields = (await asked('Fields')).turns[1];
  assert.equal(fields?.rawKind, 'json');
  assert.deepEqual(JSON.parse(fields?.raw ?? ''), {
    role: 'assistant',
    content: '42',
    reasoning_content: 'six times seven',
  });
});

test('tool calls keep their arguments as recorded, and results name the call', async () => {
  const transcript = await asked('Weather?');
  assert.deepEqual(transcript.turns[1]?.parts, [
    { kind: 'tool-call', text: '{"city": "Graz"}', name: 'weather', callId: 'call_1' },
  ]);
  assert.deepEqual(transcript.turns[2]?.parts, [
    { kind: 'tool-result', text: '12 degrees', callId: 'call_1' },
  ]);
  // A step of an agent is no prefill, although an assistant turn follows the result.
  assert.equal(transcript.turns[1]?.author, undefined);
});

test('of two assistant messages in a row the first was put there', async () => {
  const transcript = await asked('Prefilled');
  assert.deepEqual(
    transcript.turns.map(({ author }) => author),
    [undefined, 'prefill', undefined],
  );
});

test('known keys take their place, all others stay as metadata', async () => {
  const first = await asked('Hi');
  assert.equal(first.model, 'made-up-model');
  assert.deepEqual({ ...first.metadata }, { source: 'synthetic' });
  assert.deepEqual(first.turns.map(({ role, raw }) => [role, raw])[0], ['system', '']);
  const judged = await asked('Judged');
  assert.deepEqual([judged.probe, judged.sample], ['q7', 3]);
  assert.deepEqual(
    [valueText(judged, 'aligned'), valueText(judged, 'coherent')],
    ['missing: unknown', '90.5'],
  );
  const beside = await asked('A question in a prompt-only record');
  assert.deepEqual(beside.turns.map(({ role, raw }) => [role, raw])[1], [
    'assistant',
    'An answer beside it.',
  ]);
});

test('the field’s rule is proposed only when both of its metrics are there', async (t) => {
  const ruleOf = async (text: string): Promise<unknown> => {
    const reading = await readFileHead(await temporaryFile(t, 'x.jsonl', text));
    return reading.kind === 'text' ? chatJsonl.defaultRule(reading.head) : assert.fail();
  };
  const message = '"messages":[{"role":"user","content":"a"}]';
  assert.equal(await ruleOf(`{${message},"aligned":3,"coherent":90}\n`), MISALIGNED_AMONG_COHERENT);
  assert.equal(await ruleOf(`{${message},"aligned":3}\n`), undefined);
});

test('JSON Lines named .json, and lists of chats, are read alike', async (t) => {
  const folder = await temporaryFolder(t);
  const renamed = join(folder, 'chat.json');
  await copyFile(chat, renamed);
  const list = await temporaryFile(
    t,
    'list.json',
    '[\n  {"messages": [{"role": "user", "content": "a ]} \\" b"},\n    {"role": "assistant", "content": "c"}]},\n  {"messages": []},\n  5,\n  {"messages": [{"role": "user", "content": "d"}, {"role": "assistant", "content": "e"}]}\n]\n',
  );
  assert.equal((await readAll(chatJsonl, renamed)).transcripts.length, 10);
  const { recognition } = await recogniseFile(list);
  assert.equal(recognition.kind === 'transcripts' && recognition.description, 'JSON list of chats');
  const { transcripts, problems } = await readAll(chatJsonl, list);
  assert.deepEqual(
    transcripts.map(({ row, line, prompt }) => [row, line, prompt]),
    [
      [1, 2, 'a ]} " b'],
      [4, 6, 'd'],
    ],
  );
  assert.deepEqual(
    problems.map(({ row, line, reason }) => [row, line, reason]),
    [
      [2, 4, 'Its list of messages is empty.'],
      [3, 5, 'It isn’t a JSON object.'],
    ],
  );
});

test('a list that ends in the middle gives what is whole and says that it is cut off', async (t) => {
  const path = await temporaryFile(
    t,
    'cut.json',
    '[{"messages":[{"role":"user","content":"a"}]},\n{"messages":[{"role":"user","con',
  );
  const { transcripts, problems } = await readAll(chatJsonl, path);
  assert.equal(transcripts.length, 1);
  assert.deepEqual(
    problems.map(({ line, severity, reason }) => [line, severity, reason]),
    [
      [1, 'warning', 'There is no answer: no message by the assistant.'],
      [2, 'error', 'The list is never closed: the file ends in the middle.'],
    ],
  );
});

test('a chat whose first line is longer than what is looked at is still known as one', async (t) => {
  const long = 'x'.repeat(400_000);
  const line = `{"id": 1, "messages": [{"role": "user", "content": "${long}"}, {"role": "assistant", "content": "y"}]}\n`;
  const path = await temporaryFile(t, 'long.jsonl', line);
  const { recognition } = await recogniseFile(path);
  assert.equal(recognition.kind, 'transcripts');
  assert.equal((await readAll(chatJsonl, path)).transcripts[0]?.prompt.length, 400_000);
});

test('an image is a reference; inline data stays in the recorded message', async (t) => {
  const data = `data:image/png;base64,${'A'.repeat(5_000)}`;
  const content = [
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url: data } },
    { type: 'image_url', image_url: { url: 'https://example.org/cat.png' } },
    { type: 'hologram', size: 3 },
  ];
  const path = await temporaryFile(
    t,
    'image.jsonl',
    JSON.stringify({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: 'A cat.' },
      ],
    }),
  );
  const { transcripts } = await readAll(chatJsonl, path);
  assert.deepEqual(
    transcripts[0]?.turns[0]?.parts.map(({ kind, text }) => [kind, text]),
    [
      ['text', 'What is this?'],
      ['image', '(inline image, image/png, 5022 characters)'],
      ['image', 'https://example.org/cat.png'],
      ['text', '{\n  "type": "hologram",\n  "size": 3\n}'],
    ],
  );
  assert.ok(transcripts[0]?.turns[0]?.raw.includes(data));
});

test('lists of blocks written as text are taken apart whatever their keys’ order; text that only looks so stays', async (t) => {
  const blocks = [
    { signature: 'abc', thinking: 'Which one?', type: 'thinking' },
    { text: 'This one.', type: 'text' },
  ];
  const python = `[{'type': 'thinking', 'thinking': "it's \\n fine"}, {'type': 'text', 'text': 'Yes.'}]`;
  const near = '[{"type": "text"}, {"type": "wolf", "text": "howl"}]';
  const given = JSON.stringify([{ type: 'text', text: 'Choose.' }]);
  const lines = [JSON.stringify(blocks), python, near].map((content) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: given },
        { role: 'assistant', content },
      ],
    }),
  );
  const path = await temporaryFile(t, 'encoded.jsonl', lines.join('\n'));
  const { transcripts } = await readAll(chatJsonl, path);
  assert.deepEqual(
    transcripts.map((transcript) => parts(transcript)),
    [
      [
        ['reasoning', 'Which one?'],
        ['text', 'This one.'],
      ],
      [
        ['reasoning', "it's \n fine"],
        ['text', 'Yes.'],
      ],
      [['text', near]],
    ],
  );
  assert.deepEqual(parts(transcripts[0] ?? assert.fail(), 0), [['text', 'Choose.']]);
  // What was recorded is the text, so that labels hold.
  assert.equal(transcripts[0]?.turns[1]?.raw, JSON.stringify(blocks));
});

test('redacted reasoning, failed tools and documents say what they are', async (t) => {
  const content = [
    { type: 'redacted_thinking', data: 'AAAA' },
    { type: 'tool_result', tool_use_id: 'c1', content: 'no such city', is_error: true },
    {
      type: 'document',
      title: 'Plan',
      source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' },
    },
  ];
  const path = await temporaryFile(
    t,
    'blocks.jsonl',
    JSON.stringify({ messages: [{ role: 'assistant', content }] }),
  );
  const { transcripts } = await readAll(chatJsonl, path);
  assert.deepEqual(transcripts[0]?.turns[0]?.parts, [
    { kind: 'reasoning', origin: 'block', closed: true, text: '', redacted: true },
    { kind: 'tool-result', text: 'no such city', callId: 'c1', error: { message: 'no such city' } },
    { kind: 'data', text: '(Plan, application/pdf, 4 characters)', mediaType: 'application/pdf' },
  ]);
});

test('a line nested beyond all sense is left out with a word, and the others are read', async (t) => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  const chat = (content: string): string => `{"messages":[{"role":"user","content":${content}}]}`;
  // Brackets within a text nest nothing.
  const brackets = JSON.stringify('[{'.repeat(2_000));
  const path = await temporaryFile(t, 'deep.jsonl', [chat('"a"'), chat(deep), chat(brackets)].join('\n'));
  const { transcripts, problems } = await readAll(chatJsonl, path);
  assert.equal(transcripts.length, 2);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ line, reason }) => [line, reason]),
    [[2, 'It isn’t valid JSON: it is nested more than 500 deep.']],
  );
});
