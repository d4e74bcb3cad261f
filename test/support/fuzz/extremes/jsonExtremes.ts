/** JSON that is deep, long, or says what no tool says. */
import { written, large, small, times, type Extreme } from './extreme.ts';

const DEEP = 500_000;
const chat = (user: string, assistant: string, more = ''): string =>
  `{"messages":[{"role":"user","content":${user}},{"role":"assistant","content":${assistant}}]${more}}\n`;

const depths: readonly (readonly [
  name: string,
  file: string,
  before: string,
  open: string,
  close: string,
  after: string,
])[] = [
  ['lists in lists', 'a.json', '', '[', ']', ''],
  ['objects in objects', 'a.json', '', '{"a":', '}', ''],
  ['a line of lists', 'a.jsonl', chat('"a"', '"b"'), '[', ']', '\n'],
  ['the content of a message', 'a.jsonl', '{"messages":[{"role":"user","content":', '[', ']', '}]}\n'],
  ['the element of a list', 'a.json', `[${chat('"a"', '"b"').trim()},`, '{"messages":', '}', ']'],
  [
    'a sample of a log',
    'a.json',
    '{"version":2,"status":"success","eval":{"task":"t","model":"m","created":""},"samples":[',
    '{"id":',
    '}',
    ']}',
  ],
  ['an event of an audit', 'a.json', '{"metadata":{"target_model":"m"},"events":[', '{"edit":', '}', ']}'],
  [
    'what stands beside the rows',
    'a.json',
    '{"results":[{"question":"Why?","answer":"Because of all that was said before."}],"config":',
    '[',
    ']',
    '}',
  ],
  [
    'a batch’s answer',
    'a.jsonl',
    '{"custom_id":"a","response":{"status_code":200,"body":{"choices":',
    '[',
    ']',
    '}}}\n',
  ],
];

/** What takes little room on disk and much in memory. */
const dense: readonly (readonly [
  name: string,
  file: string,
  before: string,
  value: string,
  after: string,
])[] = [
  [
    'messages of a letter',
    'a.jsonl',
    '{"messages":[{"role":"user","content":"a"}',
    ',{"role":"user","content":"a"}',
    ']}\n',
  ],
  [
    'parts of a letter',
    'a.jsonl',
    '{"messages":[{"role":"user","content":[{"type":"text","text":"a"}',
    ',{"type":"text","text":"a"}',
    ']}]}\n',
  ],
  [
    'empty objects',
    'a.jsonl',
    `${chat('"a"', '"b"')}{"messages":[{"role":"user","content":"a"}],"x":[{}`,
    ',{}',
    ']}\n',
  ],
  [
    'tokens',
    'a.json',
    '{"meta":{},"records":[{"act_key":"lora","investigator_prompt":"W?","token_responses":["a"],"context_input_ids":[1',
    ',1',
    ']}]}',
  ],
  [
    'attachments',
    'a.json',
    '{"version":2,"status":"success","eval":{"task":"t","model":"m","created":""},"samples":[{"id":1,"epoch":1,"input":"x","attachments":{"a":"b"',
    ',"a":"b"',
    '}}]}',
  ],
  ['edits', 'a.json', `{"metadata":{"target_model":"m"},"events":[${add('m')}`, ',{"edit":{}}', ']}'],
];

export const jsonExtremes: readonly Extreme[] = [
  ...depths.flatMap(([name, file, before, open, close, after]) => [
    small(`${name}, ${DEEP} deep`, file, () => before + open.repeat(DEEP) + '1' + close.repeat(DEEP) + after),
    small(`${name}, ${DEEP} deep and never closed`, file, () => before + open.repeat(DEEP)),
    small(
      `${name}, as deep as is read`,
      file,
      () => before + open.repeat(490) + '1' + close.repeat(490) + after,
    ),
  ]),
  small('content that is a list encoded as text, deep', 'a.jsonl', () =>
    chat('"a"', JSON.stringify('['.repeat(DEEP) + ']'.repeat(DEEP))),
  ),
  small('content that is a list of Python’s encoded as text, deep', 'a.jsonl', () =>
    chat('"a"', JSON.stringify("[{'type': ".repeat(100_000))),
  ),
  small('a message with 200,000 parts', 'a.jsonl', () =>
    chat('"a"', `[${Array(200_000).fill('{"type":"text","text":"b"}').join(',')}]`),
  ),
  small(
    '100,000 messages',
    'a.jsonl',
    () => `{"messages":[${Array(100_000).fill('{"role":"user","content":"a"}').join(',')}]}\n`,
  ),
  small('names that all objects have', 'a.jsonl', () =>
    ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then']
      .map((name) =>
        chat('"a"', '"b"', `,"${name}":{"polluted":1,"toString":null},"metadata":{"${name}":"x"}`),
      )
      .join(''),
  ),
  small('100,000 different names in one object', 'a.jsonl', () =>
    chat(
      '"a"',
      '"b"',
      `,"metadata":{${Array.from({ length: 100_000 }, (_, index) => `"n${index}":${index}`).join(',')}}`,
    ),
  ),
  small('each of 500 lines with 200 names of its own', 'a.jsonl', () =>
    Array.from({ length: 500 }, (_, line) => {
      const names = Array.from({ length: 200 }, (__, index) => `"n${line}_${index}":1`);
      return `{"question":"Why?","answer":"Because of all that was said before.",${names.join(',')}}\n`;
    }).join(''),
  ),
  small('halves of characters and NUL', 'a.jsonl', () =>
    chat('"\\ud800 \\u0000"', '"\\udfff\\ud800"', ',"model":"\\ud800","question_id":"\\u0000"'),
  ),
  small('numbers beyond all bounds', 'a.jsonl', () =>
    chat(
      '"a"',
      '"b"',
      ',"aligned":1e999,"coherent":-1e999,"sample":1e999,"temperature":1e-999,"epoch":9007199254740993',
    ),
  ),
  small('times far away', 'a.jsonl', () =>
    chat('"a"', '"b"', ',"created_at":"+275760-09-13T00:00:00.001Z","time":8.64e15,"date":"-999999-01-01"'),
  ),
  small('ids of 1 MB', 'a.jsonl', () =>
    Array.from({ length: 5 }, (_, index) =>
      chat(
        '"a"',
        '"b"',
        `,"question_id":"${'q'.repeat(1_000_000)}${index}","model":"${'m'.repeat(1_000_000)}"`,
      ),
    ).join(''),
  ),
  small('a long text with escapes, and a bare NaN', 'a.jsonl', () =>
    chat('"a"', JSON.stringify('line\n"quoted"\\'.repeat(1_000_000)), ',"x":NaN'),
  ),
  small(
    'a text that is never closed, of quotes with backslashes, and NaN',
    'a.jsonl',
    () => `{"messages":[NaN,"${'\\"'.repeat(100_000)}`,
  ),
  small('a bare NaN between many strings', 'a.json', () => `[{"messages":[${'"a",'.repeat(300_000)}NaN]}]`),
  small(
    '200,000 samples without anything',
    'a.json',
    () =>
      `{"version":2,"status":"success","eval":{"task":"t","model":"m","created":""},"samples":[${Array(200_000).fill('{}').join(',')}]}`,
  ),
  small(
    'epochs without end',
    'a.json',
    () =>
      `{"version":2,"status":"success","eval":{"task":"t","model":"m","created":"","config":{"epochs":1e308},"dataset":{"samples":1e15}},"samples":[{"id":1,"epoch":1e308,"input":"Why?","messages":[],"scores":{"s":{"value":1e999}}}]}`,
  ),
  small('an audit of 10,000 branches', 'a.json', () =>
    audit((index) => [
      add(`m${index}`),
      `{"type":"transcript_event","view":["target"],"edit":{"operation":"rollback","count":1}}`,
    ]),
  ),
  small('an audit of 10,000 branches by patches', 'a.json', () =>
    audit((index) => [
      add(`m${index}`),
      `{"type":"transcript_event","view":["target","auditor"],"edit":{"operation":"json_patch","patch":[{"op":"replace","path":"/0/content","value":"v${index}"},{"op":"copy","from_":"/0","path":"/-"}]}}`,
    ]),
  ),
  small('an audit that goes back to itself', 'a.json', () =>
    audit((index) => [
      add(`m${index}`, `,"parent":"m${index}","parent_id":"m${index + 1}"`),
      `{"type":"transcript_event","view":"target","edit":{"operation":"rollback","to_id":"m${index}"}}`,
      `{"type":"transcript_event","view":"target","edit":{"operation":"json_patch","patch":[{"op":"move","from":"/0","path":"/0/content"}]}}`,
    ]),
  ),
  small('an audit of 5,000 views', 'a.json', () =>
    audit((index) => [add(`m${index}`).replace('["target"]', `["target","v${index % 5000}"]`)]),
  ),
  small('a judge that cites 20,000 passages', 'a.json', () => {
    const cites = Array.from(
      { length: 20_000 },
      (_, index) => `<cite id="${index}">m${index}...[...]...m</cite>`,
    ).join(' ');
    return `{"metadata":{"target_model":"m","judge_output":{"summary":"s","justification":${JSON.stringify(cites)},"scores":{"a":5},"highlights":[${Array(2000).fill('{"index":1,"quoted_text":"m1","parts":[{"message_id":"m1","position":[0,1]}]}').join(',')}]}},"events":[${add('m1')}]}`;
  }),
  small(
    'a document of one text of 40 MB',
    'a.json',
    () => `{"version":2,"note":"${'a'.repeat(40_000_000)}"}`,
  ),
  ...dense.map(([name, file, before, value, after]) =>
    large(`${name}, 25 MB of them`, file, function* () {
      yield before;
      yield* times(Math.floor(25_000_000 / value.length), value);
      yield after;
    }),
  ),
  large('a line of 200 MB', 'a.jsonl', function* () {
    yield chat('"a"', '"b"');
    yield '{"messages":[{"role":"user","content":"';
    yield* times(200_000_000, 'a');
    yield '"}]}\n';
    yield chat('"c"', '"d"');
  }),
  large('a line of 60 MB, which is read', 'a.jsonl', function* () {
    yield '{"messages":[{"role":"user","content":"';
    yield* times(6_000_000, 'a\\n"é🦉'.replace('"', '\\"'));
    yield '"},{"role":"assistant","content":"b"}]}\n';
  }),
  large('a list of 200 MB in one element', 'a.json', function* () {
    yield '[{"messages":[{"role":"user","content":"';
    yield* times(200_000_000, 'a');
    yield '"}]}]';
  }),
  large('a log with one sample of 200 MB', 'a.json', function* () {
    yield '{"version":2,"status":"success","eval":{"task":"t","model":"m","created":""},"samples":[{"id":1,"input":"';
    yield* times(200_000_000, 'a');
    yield '"},{"id":2,"epoch":1,"input":"Why?","messages":[{"role":"user","content":"Why?"}],"scores":{}}]}';
  }),
  large('a name of 200 MB', 'a.json', function* () {
    yield '{"version":2,"';
    yield* times(200_000_000, 'a');
    yield '":1}';
  }),
  large('3,000,000 lines of a number', 'a.jsonl', function* () {
    yield chat('"a"', '"b"');
    yield* times(3_000_000, '1\n');
  }),
  {
    name: 'a folder of 3,000 audits of nothing',
    slow: true,
    async write(folder) {
      let bytes = 0;
      for (let index = 0; index < 3000; index++) {
        ({ bytes } = await written(folder, `audit${index}.json`, [
          `{"metadata":{"target_model":"m","transcript_id":"t"},"events":[${add('m')}]}`,
        ]));
      }
      return { path: folder, bytes: bytes * 3000 };
    },
  },
];

function add(id: string, more = ''): string {
  return `{"type":"transcript_event","view":["target"],"edit":{"operation":"add","message":{"role":"user","id":"${id}","content":"${id}"${more}}}}`;
}

function audit(events: (index: number) => readonly string[]): string {
  const all = Array.from({ length: 10_000 }, (_, index) => events(index)).flat();
  return `{"metadata":{"target_model":"m"},"events":[${add('first')},${all.join(',')}]}`;
}
