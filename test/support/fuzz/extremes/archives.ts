/** Archives and packed files that claim, hide or unpack to more than anybody has room for. */
import { createGzip, createZstdCompress, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { zipFile, type ZipPart } from '../../zipFile.ts';
import { times, written, type Extreme } from './extreme.ts';

const HEADER = JSON.stringify({
  version: 2,
  status: 'success',
  eval: { task: 't', model: 'm', created: '' },
});
const SAMPLE = {
  id: 1,
  epoch: 1,
  input: 'Why?',
  messages: [{ role: 'user', content: 'Why?' }],
  scores: {},
};
const TABLE = 'question,answer,aligned,coherent\nWhy?,Because.,90,90\n';

const log = (...parts: ZipPart[]): Buffer => zipFile([{ name: 'header.json', content: HEADER }, ...parts]);
const sample = (name: string, more: Partial<ZipPart> = {}): ZipPart => ({
  name: `samples/${name}.json`,
  content: JSON.stringify(SAMPLE),
  ...more,
});

/** What is in it may be much larger than it is. */
function small(name: string, file: string, make: () => Buffer): Extreme {
  return {
    name,
    async write(folder) {
      const { path, bytes } = await written(folder, file, [make()]);
      return { path, bytes: bytes + 250_000 };
    },
  };
}

function packed(
  name: string,
  file: string,
  through: () => NodeJS.ReadWriteStream[],
  parts: () => Iterable<string | Buffer>,
): Extreme {
  return { name, slow: true, write: async (folder) => await written(folder, file, parts(), through()) };
}

export const archiveExtremes: readonly Extreme[] = [
  small('a member that claims 4 GB', 'a.eval', () =>
    log(sample('1_epoch_1', { declaredBytes: 0xfffffffe }), sample('2_epoch_1')),
  ),
  small('a header that claims 4 GB', 'a.eval', () =>
    zipFile([{ name: 'header.json', content: HEADER, declaredBytes: 0xfffffffe }]),
  ),
  small('members that lead out of it', 'a.eval', () =>
    log(
      ...['../../x', '/tmp/x', '..\\..\\x', 'C:\\x', '\0', '__proto__', 'a/../../..'].map((name) =>
        sample(name),
      ),
    ),
  ),
  small('65,000 members that are no samples', 'a.eval', () => {
    const packed = deflateRawSync(Buffer.from('{}'));
    return log(
      ...Array.from({ length: 65_000 }, (_, index) => ({ name: `x/${index}.json`, content: '{}', packed })),
    );
  }),
  small('20,000 samples of nothing', 'a.eval', () => {
    const packed = deflateRawSync(Buffer.from('{}'));
    const nothing = { content: '{}', packed };
    return log(...Array.from({ length: 20_000 }, (_, index) => sample(`${index}_epoch_1`, nothing)));
  }),
  small('archives in archives', 'a.eval', () => {
    let inner = log(sample('1_epoch_1'));
    for (let level = 0; level < 20; level++)
      inner = zipFile([
        { name: 'header.json', content: inner },
        { name: 'samples/a.eval', content: inner.subarray(0, 1000) },
      ]);
    return inner;
  }),
  small('a sample that unpacks to 1,000 times its size', 'a.eval', () =>
    log(sample('1_epoch_1', { content: `{"id":1,"input":"${'a'.repeat(50_000_000)}"}` })),
  ),
  small('40 samples that unpack to 1,000 times their size', 'a.eval', () => {
    const content = Buffer.from(`{"id":1,"input":"${' '.repeat(20_000_000)}"}`);
    const part = { content, packed: deflateRawSync(content, { level: 9 }) };
    return log(...Array.from({ length: 40 }, (_, index) => sample(`${index}_epoch_1`, part)));
  }),
  small('a zstd sample that unpacks to 50,000 times its size', 'a.eval', () =>
    log(sample('1_epoch_1', { method: 93, content: `{"id":1,"input":"${' '.repeat(60_000_000)}"}` })),
  ),
  small('members that say they are of other lengths', 'a.eval', () =>
    log(
      sample('1_epoch_1', { declaredBytes: 1 }),
      sample('2_epoch_1', { declaredBytes: 5000 }),
      sample('3_epoch_1', { method: 0, packed: Buffer.from('x') }),
    ),
  ),
  small('200 attachments that name each other', 'a.eval', () => {
    const attachments = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `a${index}`,
        `attachment://a${(index + 1) % 200} attachment://a${(index * 7) % 200}`,
      ]),
    );
    return log(
      sample('1_epoch_1', {
        content: JSON.stringify({ ...SAMPLE, input: 'attachment://a0', attachments }),
      }),
    );
  }),
  small('2,000 messages that name one attachment of 2 MB', 'a.eval', () => {
    const message = { role: 'user', content: [{ type: 'text', text: 'attachment://a' }] };
    const attachments = { a: 'a'.repeat(2_000_000) };
    return log(
      sample('1_epoch_1', {
        content: JSON.stringify({ ...SAMPLE, messages: Array(2000).fill(message), attachments }),
      }),
    );
  }),
  small('a score that was edited 20,000 times', 'a.eval', () => {
    const metadata = { grading: 'g'.repeat(50_000) };
    const history = [
      { value: 1, metadata },
      ...Array.from({ length: 20_000 }, (_, index) => ({ value: index, provenance: { author: 'kim' } })),
    ];
    return log(
      sample('1_epoch_1', { content: JSON.stringify({ ...SAMPLE, scores: { s: { value: 1, history } } }) }),
    );
  }),
  small('a chunked sample whose messages are named 100,000 times', 'a.eval', () => {
    const messages = Array.from({ length: 100 }, () => ({ role: 'user', content: 'Why?' }));
    const refs = Array(100_000).fill([0, 100]);
    return log(
      {
        name: 'samples/1_epoch_1/sample.json',
        content: JSON.stringify({ ...SAMPLE, messages: undefined, message_refs: refs }),
      },
      { name: 'samples/1_epoch_1/messages/0.json', content: JSON.stringify(messages) },
    );
  }),
  small('gzip of gzip of gzip', 'a.csv.gz', () => gzipSync(gzipSync(gzipSync(TABLE)))),
  small('a gzip file of 20,000 members', 'a.csv.gz', () =>
    Buffer.concat([gzipSync(TABLE), ...Array<Buffer>(20_000).fill(gzipSync('q,a,1,2\n'))]),
  ),
  small('a zstd file of 5,000 frames', 'a.csv.zst', () => frames(5000)),
  small('a zstd frame that wants a window of 2 TiB', 'a.csv.zst', () =>
    Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 1, 0, 0]), Buffer.alloc(100)]),
  ),
  small('a zstd frame to be skipped of 4 GB', 'a.csv.zst', () =>
    Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(1000)]),
  ),
  packed(
    'a zstd file that unpacks to 2 GB',
    'a.csv.zst',
    () => [createZstdCompress()],
    function* () {
      yield TABLE;
      yield* times(2_000_000_000, '\n');
    },
  ),
  packed(
    'a gzip file that unpacks to 400 MB',
    'a.jsonl.gz',
    () => [createGzip({ level: 1 })],
    () => times(400_000_000, ' '),
  ),
  packed(
    'a gzip file of gzip data of 300 MB',
    'a.jsonl.gz',
    () => [createGzip({ level: 1 }), createGzip({ level: 1 })],
    () => times(300_000_000, 'a'),
  ),
];

function frames(count: number): Buffer {
  const frame = zstdCompressSync(Buffer.from('q,a,1,2\n'));
  return Buffer.concat([zstdCompressSync(Buffer.from(TABLE)), ...Array<Buffer>(count).fill(frame)]);
}
