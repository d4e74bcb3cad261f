// Tables of any shape: nested JSON, rows inside a document, Parquet, and columns that hold people's labels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Recognition } from '../../../src/core/importPlan.ts';
import { importerById } from '../../../src/importers/registry.ts';
import { flatten } from '../../../src/importers/nestedColumns.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { readAll, temporaryFile, valueText } from './readAll.ts';

type NeedsMapping = Extract<Recognition, { kind: 'needs-mapping' }>;

async function mapped(path: string): Promise<NeedsMapping> {
  const { recognition } = await recogniseFile(path);
  assert.equal(recognition.kind, 'needs-mapping', JSON.stringify(recognition).slice(0, 300));
  return recognition;
}

const ROWS = [
  {
    id: 'a',
    request: { user: 'How?', options: { temperature: 1 } },
    choices: [{ message: 'x', text: 'Like this, step by step, at length.' }],
    grading: { harm: 12, verdict: 'yes' },
    usage: { total: 17 },
  },
  {
    id: 'b',
    request: { user: 'Why?', options: { temperature: 1 } },
    choices: [{ message: 'y', text: 'I would rather not say anything.' }],
    grading: { harm: 90, verdict: 'no' },
    usage: { total: 9 },
  },
];

test('nested JSON is offered as columns, and what has no role is kept as recorded', async (t) => {
  const path = await temporaryFile(t, 'nested.jsonl', ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { importer, proposal, columns } = await mapped(path);
  assert.deepEqual(columns, [
    'id',
    'request.user',
    'request.options.temperature',
    'choices[0].message',
    'choices[0].text',
    'grading.harm',
    'grading.verdict',
    'usage.total',
  ]);
  assert.deepEqual(
    [
      proposal['request.user'],
      proposal['choices[0].text'],
      proposal['grading.harm'],
      proposal['usage.total'],
    ],
    ['question', 'answer', 'score', 'metadata'],
  );
  const { transcripts } = await readAll(importerById(importer), path, { mapping: proposal });
  assert.deepEqual(
    transcripts.map((transcript) => [transcript.prompt, valueText(transcript, 'grading.harm')]),
    [
      ['How?', '12'],
      ['Why?', '90'],
    ],
  );
  assert.deepEqual(
    { ...transcripts[0]?.metadata },
    {
      id: 'a',
      usage: { total: 17 },
      'request.options.temperature': 1,
      'choices[0].message': 'x',
    },
  );
});

test('rows inside a document are found wherever they lie, with their lines', async (t) => {
  const text = `{"config": {"list": [1, 2]},\n"data": {"runs": [\n${ROWS.map((row) => JSON.stringify(row)).join(',\n')}\n]}}`;
  const path = await temporaryFile(t, 'document.json', text);
  const { importer, proposal, note } = await mapped(path);
  assert.equal(importer, 'mappedJson');
  assert.match(note ?? '', /data\.runs/);
  const { transcripts, problems } = await readAll(importerById(importer), path, { mapping: proposal });
  assert.deepEqual(
    [transcripts.map(({ row, line }) => [row, line]), problems],
    [
      [
        [1, 3],
        [2, 4],
      ],
      [],
    ],
  );
});

test('a document whose lists hold no answers is refused', async (t) => {
  const text = JSON.stringify({ scripts: [{ name: 'a', size: 3 }], version: 2 });
  const { recognition } = await recogniseFile(await temporaryFile(t, 'package.json', text));
  assert.equal(recognition.kind, 'refused');
});

test('every leaf of a nested object is in one column', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
      const columns = flatten(value);
      const leaves = (inner: unknown, depth: number): number =>
        depth < 6 && typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Math.max(
              1,
              Object.values(inner).reduce<number>((sum, each) => sum + leaves(each, depth + 1), 0),
            )
          : 1;
      const hasList = JSON.stringify(value).includes('[{');
      if (!hasList) assert.equal(columns.size, Object.keys(value).length === 0 ? 1 : leaves(value, 0));
    }),
  );
});

function parquet(rows: number, rowGroupSize: number): Uint8Array {
  const each = <T>(value: (index: number) => T): T[] =>
    Array.from({ length: rows }, (_, index) => value(index));
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'question', data: each((i) => `Question ${i % 7}?`), type: 'STRING' },
        { name: 'answer', data: each((i) => `Answer number ${i}, at some length.`), type: 'STRING' },
        { name: 'aligned', data: each((i) => i % 101), type: 'DOUBLE' },
        { name: 'big', data: each((i) => BigInt(i)), type: 'INT64' },
      ],
      rowGroupSize: [rowGroupSize],
    }),
  );
}

test('Parquet tables are mapped and read row group by row group', async (t) => {
  const path = await temporaryFile(t, 'answers.parquet', parquet(2500, 1000));
  const { importer, proposal, preview } = await mapped(path);
  assert.equal(preview[1]?.[0], 'Question 1?');
  const { transcripts, problems } = await readAll(importerById(importer), path, { mapping: proposal });
  assert.deepEqual([transcripts.length, problems.length], [2500, 0]);
  assert.deepEqual(
    [transcripts[2499]?.row, transcripts[2499]?.turns[1]?.raw, valueText(transcripts[150]!, 'aligned')],
    [2500, 'Answer number 2499, at some length.', '49'],
  );
});

test('a Parquet table that is cut off or empty is refused in words', async (t) => {
  const whole = parquet(20, 10);
  for (const bytes of [whole.slice(0, 200), whole.slice(0, 4)]) {
    const { recognition } = await recogniseFile(await temporaryFile(t, 'cut.parquet', bytes));
    assert.equal(recognition.kind, 'refused');
    assert.match(recognition.reason, /Parquet/);
  }
});

test('a label column becomes an annotator’s labels, in our own scheme where its words are ours', async (t) => {
  const table =
    'question,answer,kim,lee\nWhy?,Because it is so and so.,Misaligned,yes\nHow?,Like this and that.,aligned,no\nWho?,They did it all.,,perhaps\n';
  const path = await temporaryFile(t, 'labelled.csv', table);
  const { importer } = await mapped(path);
  const mapping = { question: 'question', answer: 'answer', kim: 'label', lee: 'label' } as const;
  const { transcripts } = await readAll(importerById(importer), path, { mapping });
  assert.deepEqual(
    transcripts.map(({ labels }) =>
      (labels ?? []).map(({ annotator, answer, scheme }) => [annotator, answer, scheme.name]),
    ),
    [
      [
        ['kim', 'misaligned', 'emergent misalignment'],
        ['lee', 'yes', 'lee'],
      ],
      [
        ['kim', 'aligned', 'emergent misalignment'],
        ['lee', 'no', 'lee'],
      ],
      [['lee', 'perhaps', 'lee']],
    ],
  );
  const roles = transcripts[0]?.labels?.[1]?.scheme.answers.map(({ id, role }) => [id, role]);
  assert.deepEqual(roles, [
    ['no', 'negative'],
    ['perhaps', 'undecided'],
    ['yes', 'positive'],
  ]);
  assert.match(transcripts[0]?.labels?.[0]?.source ?? '', /labelled\.csv, column “kim”/);
});
