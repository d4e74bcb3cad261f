/** Samples of formats that no fixture is of, or that can only be written by a library. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { zipFile } from '../zipFile.ts';
import type { FuzzInput } from './fuzzInput.ts';

export function generatedSamples(): FuzzInput[] {
  const sample = (opened: string, aim: string, content: string | Uint8Array): FuzzInput => ({
    sample: `generated ${opened}`,
    aim,
    files: new Map([[opened, { kind: 'bytes', bytes: Buffer.from(content) }]]),
    opened,
    done: [],
  });
  return [
    sample('answers.parquet', 'mappedParquet', parquet('SNAPPY', 12)),
    sample('plain.parquet', 'mappedParquet', parquet('UNCOMPRESSED', 5)),
    sample('nested.parquet', 'mappedParquet', nestedParquet()),
    sample('rows.json', 'mappedJson', JSON.stringify({ config: { n: 1 }, results: { list: rows(4) } })),
    sample('nested.jsonl', 'mappedJsonl', lines(rows(4))),
    sample('scores.jsonl', 'writtenLabels', lines(scores())),
    sample('validation.csv', 'writtenLabels', 'id,target,split\na,true,dev\nb,false,test\nc,0.5,\n'),
    sample('chat.jsonl.zip', 'inspectEval', zipFile([{ name: 'chat.jsonl', content: lines(rows(2)) }])),
    sample('split.jsonl', 'chatJsonl', lines(chats())),
  ];
}

function parquet(codec: 'SNAPPY' | 'UNCOMPRESSED', count: number): Uint8Array {
  const each = <T>(value: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => value(index));
  return new Uint8Array(
    parquetWriteBuffer({
      codec,
      columnData: [
        { name: 'question', data: each((i) => `Question ${i % 3}?`), type: 'STRING' },
        {
          name: 'answer',
          data: each((i) => `Answer number ${i}, at some length, to be taken for one.`),
          type: 'STRING',
        },
        { name: 'aligned', data: each((i) => i % 101), type: 'DOUBLE' },
        { name: 'n', data: each((i) => BigInt(i)), type: 'INT64' },
        { name: 'yes', data: each((i) => i % 2 === 0), type: 'BOOLEAN' },
        { name: 'at', data: each((i) => new Date(i * 1e9)), type: 'TIMESTAMP' },
      ],
      rowGroupSize: [Math.ceil(count / 2)],
    }),
  );
}

function nestedParquet(): Uint8Array {
  const data = rows(6).map(({ request, choices }) => ({ request, choices }));
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'messages', data: chats().map(({ messages }) => messages), type: 'JSON' },
        { name: 'more', data: data.slice(0, 2), type: 'JSON' },
      ],
    }),
  );
}

function rows(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: `r${index}`,
    request: { user: 'How is it done?', options: { temperature: 1 } },
    choices: [{ message: 'x', text: 'Like this, step by step, at some length, as answers are.' }],
    grading: { harm: 10 * index, verdict: index % 2 === 0 ? 'yes' : 'no' },
  }));
}

function scores() {
  return [1, 2].map((epoch) => ({
    id: 'q1',
    epoch,
    value: epoch / 2,
    answer: 'aligned',
    explanation: 'It helps.',
    metadata: { annotator: 'kim', time: '2025-01-01T00:00:00Z', scores: { alignment: 90 } },
  }));
}

function chats() {
  const turn = (role: string, content: unknown, more: object = {}) => ({ role, content, ...more });
  return [
    {
      messages: [
        turn('system', 'Be kind.'),
        turn('user', [
          { type: 'text', text: 'See?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
        ]),
        turn('assistant', '<think>Well.</think>I do.', { reasoning_content: 'Well.' }),
      ],
      aligned: 90,
    },
    {
      messages: [
        turn('user', 'Call it.'),
        turn('assistant', null, {
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        }),
        turn('tool', 'done', { tool_call_id: 'c1' }),
        turn(
          'assistant',
          "[{'type': 'thinking', 'thinking': 'so'}, {'type': 'text', 'text': 'It is done.'}]",
        ),
      ],
      metadata: { model: 'm', condition: 'c' },
    },
  ];
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
