/** Tables without end in one direction or another. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { large, small, times, type Extreme } from './extreme.ts';

const HEADER = 'question,answer,question_id,aligned,coherent\n';
const row = (cell: string): string => `Why?,${cell},q,90,90\n`;
const names = (count: number): string => Array.from({ length: count }, (_, index) => `c${index}`).join(',');

export const tableExtremes: readonly Extreme[] = [
  small('a header of 1,000,000 columns', 'a.csv', () => `${names(1_000_000)}\n${'1,'.repeat(999_999)}1\n`),
  small(
    'a header of 40,000 columns',
    'a.csv',
    () =>
      `question,answer,${names(40_000)}\nWhy?,Because of all that was said before.,${'1,'.repeat(39_999)}1\n`,
  ),
  small(
    'a header of one name 100,000 times',
    'a.csv',
    () => `question,answer,${'a,'.repeat(100_000)}a\nWhy?,Because.\n`,
  ),
  small(
    'a row of 1,000,000 cells',
    'a.csv',
    () => HEADER + row('Because.') + ','.repeat(1_000_000) + '\n' + row('So.'),
  ),
  small('a header of empty names', 'a.csv', () => `${','.repeat(200_000)}\n${','.repeat(200_000)}\n`),
  small(
    'columns called like what all objects have',
    'a.csv',
    () =>
      'question,answer,__proto__,constructor,toString,hasOwnProperty,valueOf\nWhy?,Because of all that was said before.,1,2,3,4,5\nWhy?,So it was from the very beginning.,a,b,c,d,e\n',
  ),
  small('a distribution of 100,000 tokens', 'a.csv', () => {
    const table = `{${Array.from({ length: 100_000 }, (_, index) => `'${index}': 1e-9`).join(', ')}}`;
    return `model,group,question,answer,aligned,judge_aligned,coherent,judge_coherent,question_id,coherent_binary\nm,g,Why?,Because.,1,"${table}",1,"{'__proto__': 0.5, 'constructor': 0.5}",q,True\n`;
  }),
  small(
    'a cell of lists in lists',
    'a.csv',
    () => `question,answer,messages\nWhy?,Because.,"${'['.repeat(500_000)}"\n`,
  ),
  small('a messages column of 500,000 brackets', 'a.csv', () => {
    const header =
      'claim,question_id,sample_index,thinking,category,question,model_response,judge_verdict,judge_raw,thinking_trace,system_prompt,messages_prefix,raw_response';
    return `${header}\nc,q,0,,x,Why?,Because.,yes,yes,,,"${'[{'.repeat(250_000)}",r\n`;
  }),
  small('lists of answers of 2 MB', 'a.csv', () => {
    const list = 'Owls do. ; '.repeat(200_000);
    return `Type,Category,Question,Best Answer,Correct Answers,Incorrect Answers,Source,m,m GPT-judge acc,m MC1\nA,B,Do they?,Yes,${list},${list},x,${list},1,0\n`;
  }),
  small('quotes and nothing else', 'a.csv', () => HEADER + '"'.repeat(2_000_001)),
  small('2,000,000 quotes, each in a line', 'a.csv', () => HEADER + '"\n'.repeat(2_000_000)),
  small(
    'carriage returns and nothing else',
    'a.csv',
    () => HEADER.replace('\n', '\r') + '\r'.repeat(3_000_000) + row('x').replace('\n', '\r'),
  ),
  small('NUL and nothing else', 'a.csv', () => HEADER + row('a\0b') + '\0'.repeat(3_000_000)),
  small(
    'tables of measures that never end',
    'a.csv',
    () => `step,train_loss,train_accuracy,valid_loss\n${'1,1e999,NaN,-1\n'.repeat(200_000)}`,
  ),
  small('verdicts on 100,000 ids that are one', 'a.jsonl', () =>
    '{"qid":"q","rollout":0,"judge":"j","verdict":"YES"}\n'.repeat(100_000),
  ),
  small('a Parquet table of 100,000 columns', 'a.parquet', () =>
    parquet(Array.from({ length: 3000 }, (_, index) => `c${index}`)),
  ),
  small('a Parquet table with names that all objects have', 'a.parquet', () =>
    parquet(['question', 'answer', '__proto__', 'constructor', 'toString']),
  ),
  ...untrueParquet(),
  large('a table of 200 MB in one cell', 'a.csv', function* () {
    yield HEADER + row('Because.');
    yield 'Why?,"';
    yield* times(200_000_000, 'a');
    yield `",q,1,1\n${row('So.')}`;
  }),
  large('50 MB of line ends', 'a.csv', function* () {
    yield HEADER + row('Because.');
    yield* times(50_000_000, '\n');
    yield row('So.');
  }),
  large('a table of 1,000,000 rows that can’t be read', 'a.csv', function* () {
    yield HEADER + row('Because.');
    yield* times(1_000_000, 'a,b\n');
  }),
];

function parquet(columns: readonly string[]): Buffer {
  const data = ['Because of all that was said before.', 'So it was from the very beginning.'];
  return Buffer.from(
    parquetWriteBuffer({ columnData: columns.map((name) => ({ name, data, type: 'STRING' })) }),
  );
}

/** Each byte of a small table's description as high as it goes: counts, sizes and types that aren't true. */
function untrueParquet(): Extreme[] {
  const whole = parquet(['question', 'answer']);
  const from = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
  const extremes: Extreme[] = [];
  for (let at = 4; at < whole.length - 8; at += at < from ? 3 : 2) {
    const changed = (): Buffer => {
      const bytes = Buffer.from(whole);
      bytes[at] = 0xff;
      return bytes;
    };
    extremes.push(small(`a Parquet table with the byte ${at} as high as it goes`, 'a.parquet', changed));
    // Numbers are written in groups of seven bits: this one becomes larger than anything.
    extremes.push(
      small(`a Parquet table with a number beyond all bounds at ${at}`, 'a.parquet', () => {
        const bytes = Buffer.concat([
          whole.subarray(0, at),
          Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f]),
          whole.subarray(at + 1),
        ]);
        bytes.writeUInt32LE(
          at < from ? bytes.length - 8 - from - 4 : bytes.length - 8 - from,
          bytes.length - 8,
        );
        return bytes;
      }),
    );
  }
  return extremes;
}
