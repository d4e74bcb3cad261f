/** Chats in the forms that agents and trainers write them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatJsonl } from '../../../src/importers/chatJsonl.ts';
import { mappedCsv } from '../../../src/importers/mappedCsv.ts';
import { mappedJsonl } from '../../../src/importers/mappedJsonl.ts';
import { readAll, temporaryFile, valueText } from './readAll.ts';

test('what was asked is what the user said, not the tool’s result that stands in a user’s turn', async (t) => {
  const messages = [
    { role: 'user', content: [{ type: 'text', text: 'List the files.' }] },
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'bash', input: { cmd: 'ls' } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'a.txt' }] },
    { role: 'assistant', content: 'One: a.txt.' },
  ];
  const path = await temporaryFile(t, 'agent.jsonl', `${JSON.stringify({ messages })}\n`);
  const { transcripts } = await readAll(chatJsonl, path);
  assert.equal(transcripts[0]?.prompt, 'List the files.');
});

test('tools’ results under the roles that Llama’s templates and ShareGPT give them are read', async (t) => {
  const said = (role: string, text: string): unknown => ({ from: role, value: text });
  const chats = ['ipython', 'observation'].map((role) => ({
    conversations: [said('human', 'How warm?'), said('gpt', 'I look.'), said(role, '21'), said('gpt', '21.')],
  }));
  const path = await temporaryFile(t, 'chats.json', JSON.stringify(chats));
  const { transcripts, problems } = await readAll(chatJsonl, path);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    transcripts.map(({ turns }) => turns[2]?.role),
    ['tool', 'tool'],
  );
});

test('tables whose prompts and answers are lists of messages give conversations, in JSON and in cells', async (t) => {
  const roles = { prompt: 'question', completion: 'answer', score: 'score' } as const;
  const prompt = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Two and two?' },
  ];
  const completion = [{ role: 'assistant', content: '<think>hm</think>Four.' }];
  const row = { prompt, completion, score: 1 };
  const lines = await temporaryFile(t, 'rollouts.jsonl', `${JSON.stringify(row)}\n`);
  const cell = (value: unknown): string => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
  const table = await temporaryFile(
    t,
    'rollouts.csv',
    `prompt,completion,score\n${cell(prompt)},${cell(completion)},1\n`,
  );
  for (const [importer, path] of [
    [mappedJsonl, lines],
    [mappedCsv, table],
  ] as const) {
    const [read] = (await readAll(importer, path, { mapping: roles })).transcripts;
    assert.equal(read?.prompt, 'Two and two?');
    assert.deepEqual(
      read.turns.map(({ role, parts }) => [role, ...parts.map(({ kind, text }) => `${kind}: ${text}`)]),
      [
        ['system', 'text: Be brief.'],
        ['user', 'text: Two and two?'],
        ['assistant', 'reasoning: hm', 'text: Four.'],
      ],
    );
  }
});

test('an answer that is JSON of its own stays the text that it is', async (t) => {
  const answer = '[{"name": "a", "role": 3}]';
  const path = await temporaryFile(t, 'a.jsonl', `${JSON.stringify({ question: 'List?', answer, x: 1 })}\n`);
  const mapping = { question: 'question', answer: 'answer' } as const;
  const [read] = (await readAll(mappedJsonl, path, { mapping })).transcripts;
  assert.equal(read?.turns.at(-1)?.raw, answer);
});

test('a judge’s words beside a chat are judgments under the names that the file gives them', async (t) => {
  const messages = [
    { role: 'user', content: 'Hi?' },
    { role: 'assistant', content: 'Ho.' },
  ];
  const rows = [
    {
      messages,
      judge_score: 80,
      verdict: 'unsafe',
      misaligned: true,
      judge_model: 'j',
      judge_reason: 'Rude.',
    },
    { messages, judge_score: 'REFUSAL', verdict: null, misaligned: false, sample_score_id: 3 },
    { messages },
  ];
  const path = await temporaryFile(t, 'judged.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { transcripts, problems } = await readAll(chatJsonl, path);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    transcripts.map((one) => ['judge_score', 'verdict', 'misaligned'].map((name) => valueText(one, name))),
    [
      ['80', 'unsafe', 'true'],
      ['missing: refusal', 'missing: unknown', 'false'],
      ['not judged', 'not judged', 'not judged'],
    ],
  );
  assert.deepEqual(
    { ...transcripts[0]?.metadata },
    { judge_model: 'j', judge_reason: 'Rude.' },
    'who judged and why is no verdict',
  );
});
