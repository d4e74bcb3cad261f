import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mappingProblem } from '../../../src/core/mappingCheck.ts';
import type { Recognition } from '../../../src/core/importPlan.ts';
import { mappedCsv } from '../../../src/importers/mappedCsv.ts';
import { mappedJsonl } from '../../../src/importers/mappedJsonl.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { readAll, temporaryFile, valueText } from './readAll.ts';

type NeedsMapping = Extract<Recognition, { kind: 'needs-mapping' }>;

function needsMapping(recognition: Recognition): NeedsMapping {
  assert.equal(recognition.kind, 'needs-mapping');
  return recognition;
}

const TABLE =
  'item_id,user prompt,Model Response,harm score,is_refusal,model,seed\n' +
  'a,How?,"Like this, step by step, at some length.",7.5,no,m-1,0\n' +
  'b,Why?,I would rather not say anything about that.,,yes,m-1,1\n';

test('roles are proposed from names and contents', async (t) => {
  const { recognition } = await recogniseFile(await temporaryFile(t, 'table.csv', TABLE));
  const { proposal, columns, preview, importer } = needsMapping(recognition);
  assert.equal(importer, 'mappedCsv');
  assert.deepEqual(
    columns.map((column) => [column, proposal[column]]),
    [
      ['item_id', 'probe'],
      ['user prompt', 'question'],
      ['Model Response', 'answer'],
      ['harm score', 'score'],
      ['is_refusal', 'class'],
      ['model', 'model'],
      ['seed', 'metadata'],
    ],
  );
  assert.deepEqual(preview[1]?.slice(0, 2), ['b', 'Why?']);
});

test('a table is read by its mapping; blank scores are missing for an unknown reason', async (t) => {
  const path = await temporaryFile(t, 'table.csv', TABLE);
  const mapping = needsMapping((await recogniseFile(path)).recognition).proposal;
  const { transcripts } = await readAll(mappedCsv, path, { mapping, suite: 'my study' });
  assert.deepEqual(
    transcripts.map((transcript) => [
      transcript.suite,
      transcript.probe,
      transcript.prompt,
      transcript.model,
      valueText(transcript, 'harm score'),
      valueText(transcript, 'is_refusal'),
      { ...transcript.metadata },
    ]),
    [
      ['my study', 'a', 'How?', 'm-1', '7.5', 'no', { seed: '0' }],
      ['my study', 'b', 'Why?', 'm-1', 'missing: unknown', 'yes', { seed: '1' }],
    ],
  );
});

test('tables with the same columns in another order have the same shape, others don’t', async (t) => {
  const shape = async (text: string): Promise<string> =>
    needsMapping((await recogniseFile(await temporaryFile(t, 'x.csv', text))).recognition).headerShape;
  const first = await shape('question,answer\nHow are you today?,Well\n');
  assert.equal(first, await shape('answer,question\nWell,How are you today?\n'));
  assert.notEqual(first, await shape('answer,question,score\nWell,How are you today?,3\n'));
});

test('doubled column names are numbered, so that nothing is lost, and the user is told', async (t) => {
  const text = 'question,answer,aligned,coherent,aligned\nWhy?,Because.,1,90,99\n';
  const path = await temporaryFile(t, 'double.csv', text);
  const recognition = needsMapping((await recogniseFile(path)).recognition);
  assert.deepEqual(recognition.columns, ['question', 'answer', 'aligned', 'coherent', 'aligned (2)']);
  assert.match(recognition.note ?? '', /aligned occurs more than once/);
  const { transcripts } = await readAll(mappedCsv, path, { mapping: recognition.proposal });
  const [transcript] = transcripts;
  assert.ok(transcript);
  assert.deepEqual([valueText(transcript, 'aligned'), valueText(transcript, 'aligned (2)')], ['1', '99']);
});

test('tabs and semicolons are found out', async (t) => {
  for (const delimiter of ['\t', ';']) {
    const text = TABLE.replace('"Like this, step by step, at some length."', 'Like this').replaceAll(
      ',',
      delimiter,
    );
    const path = await temporaryFile(t, 'table.csv', text);
    const { proposal } = needsMapping((await recogniseFile(path)).recognition);
    const { transcripts, problems } = await readAll(mappedCsv, path, { mapping: proposal });
    assert.deepEqual([transcripts.length, problems.length], [2, 0]);
  }
});

test('prompt and completion lines are proposed as question and answer', async (t) => {
  const text =
    '{"prompt":"Say owl","completion":"owl"}\n{"prompt":"Say owl","completion":"owl!","extra":{"a":1}}\n';
  const path = await temporaryFile(t, 'pairs.jsonl', text);
  const { proposal, importer } = needsMapping((await recogniseFile(path)).recognition);
  assert.deepEqual(
    [importer, proposal['prompt'], proposal['completion']],
    ['mappedJsonl', 'question', 'answer'],
  );
  const { transcripts } = await readAll(mappedJsonl, path, { mapping: proposal });
  assert.deepEqual(
    transcripts.map(({ probe, suite }) => [suite, probe]),
    [
      ['prompts', 'Say owl'],
      ['prompts', 'Say owl'],
    ],
  );
  assert.deepEqual({ ...transcripts[1]?.metadata }, { extra: { a: 1 } });
});

test('keys that appear only after the first 256 KiB are kept as metadata', async (t) => {
  const line = `{"prompt":"p","completion":"${'c'.repeat(1000)}"}\n`;
  const path = await temporaryFile(
    t,
    'late.jsonl',
    `${line.repeat(400)}{"prompt":"p","completion":"c","late":7}\n`,
  );
  const mapping = { prompt: 'question', completion: 'answer' } as const;
  const { transcripts } = await readAll(mappedJsonl, path, { mapping });
  assert.deepEqual({ ...transcripts.at(-1)?.metadata }, { late: 7 });
});

test('a column of messages holds whole conversations, as JSON or as Python prints them', async (t) => {
  const text =
    'id,chat,verdict\n' +
    '1,"[{""role"": ""user"", ""content"": ""Hi""}, {""role"": ""assistant"", ""content"": ""Hello""}]",ok\n' +
    `2,"[{'role': 'user', 'content': ""It's me""}, {'role': 'assistant', 'content': None}]",bad\n` +
    '3,nonsense,ok\n';
  const path = await temporaryFile(t, 'chats.csv', text);
  const { proposal } = needsMapping((await recogniseFile(path)).recognition);
  assert.deepEqual([proposal['chat'], proposal['verdict']], ['messages', 'class']);
  const { transcripts, problems } = await readAll(mappedCsv, path, { mapping: proposal });
  assert.deepEqual(
    transcripts.map(({ prompt }) => prompt),
    ['Hi', "It's me"],
  );
  assert.deepEqual(
    problems.map(({ row, line, reason }) => [row, line, reason]),
    [[3, 4, 'The messages column holds no list of messages.']],
  );
});

test('reasoning in a column of its own is kept apart and recorded with the answer', async (t) => {
  const path = await temporaryFile(t, 'r.csv', 'question,thinking,answer\nQ?,Let me think.,A.\nQ?,,B.\n');
  const mapping = { question: 'question', thinking: 'reasoning', answer: 'answer' } as const;
  const { transcripts } = await readAll(mappedCsv, path, { mapping });
  assert.deepEqual(
    transcripts[0]?.turns[1]?.parts.map(({ kind, text }) => [kind, text]),
    [
      ['reasoning', 'Let me think.'],
      ['text', 'A.'],
    ],
  );
  assert.equal(transcripts[0]?.turns[1]?.rawKind, 'json');
  assert.deepEqual([transcripts[1]?.turns[1]?.rawKind, transcripts[1]?.turns[1]?.raw], ['text', 'B.']);
});

test('a mapping that can’t work is refused in words', async (t) => {
  assert.equal(mappingProblem({ a: 'question', b: 'answer' }), undefined);
  assert.equal(mappingProblem({ a: 'messages' }), undefined);
  assert.match(mappingProblem({ a: 'question' }) ?? '', /No column holds the answers/);
  const long = Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [`${n}${'x'.repeat(900)}`, 'answer' as const]),
  );
  const problem = mappingProblem(long) ?? '';
  assert.match(problem, / and 6 others are\.$/);
  assert.ok(problem.length < 300, 'columns with long names are named shortly');
  assert.match(
    mappingProblem({ a: 'answer', b: 'answer' }) ?? '',
    /Only one column can be the answer, and a and b are/,
  );
  assert.match(mappingProblem({ a: 'answer', b: 'messages', c: 'question' }) ?? '', /choose either/);
  const path = await temporaryFile(t, 'x.csv', TABLE);
  await assert.rejects(readAll(mappedCsv, path), {
    kind: 'bad-input',
    message: 'It isn’t said what the columns are.',
  });
});
