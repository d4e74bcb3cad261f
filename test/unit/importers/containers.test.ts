import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { messageOf } from '../../../src/core/errors.ts';
import { readChunks } from '../../../src/importers/byteSource.ts';
import { unpack } from '../../../src/importers/compression.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { importerById } from '../../../src/importers/registry.ts';
import { openZip } from '../../../src/importers/zipArchive.ts';
import { zipFile, zstdFrames, type ZipPart } from '../../support/zipFile.ts';
import { readAll, temporaryFile } from './readAll.ts';

const signal = new AbortController().signal;
const CHATS = Array.from(
  { length: 3000 },
  (_, index) =>
    `{"messages":[{"role":"user","content":"Question ${index}"},{"role":"assistant","content":"Answer ${Math.sin(index)} é"}]}\n`,
).join('');

async function textOfFile(path: string): Promise<{ text: string; offsets: Set<number>; error: string }> {
  const chunks: Buffer[] = [];
  const offsets = new Set<number>();
  let error = '';
  try {
    for await (const { bytes, offset } of readChunks({ path, signal, onBytes: () => undefined })) {
      chunks.push(bytes);
      offsets.add(offset);
    }
  } catch (thrown) {
    error = messageOf(thrown).replace(path, '…');
  }
  return { text: Buffer.concat(chunks).toString('utf8'), offsets, error };
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

async function unpacked(bytes: Buffer, method: 'gzip' | 'zstd', size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const options = { name: 'It', packedBytes: bytes.length };
  for await (const chunk of unpack(inPieces(bytes, size), method, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('gzip with several members and zstd with several frames are read as one text, whatever the chunks', async (t) => {
  const half = CHATS.length / 2;
  const parts = [CHATS.slice(0, half), CHATS.slice(half)];
  const files = {
    'a.jsonl.gz': Buffer.concat(parts.map((part) => gzipSync(part))),
    'a.jsonl.zst': zstdFrames(Buffer.from(CHATS), 7),
    'whatever.txt': zstdCompressSync(CHATS),
    'utf16.jsonl.gz': gzipSync(Buffer.from(`\ufeff${CHATS}`, 'utf16le')),
  };
  for (const [name, content] of Object.entries(files)) {
    const path = await temporaryFile(t, name, content);
    const { text, offsets, error } = await textOfFile(path);
    assert.equal(error, '');
    assert.equal(text, CHATS, name);
    assert.deepEqual([...offsets], [-1]);
  }
});

test('frames are told apart in any chunks: with checksums, to be skipped, empty, tiny', async () => {
  const skipped = Buffer.concat([Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from('abc')]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ maxLength: 300 }), fc.nat(2000), fc.boolean()), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.integer({ min: 1, max: 60 }),
      async (texts, size) => {
        const whole = texts.map(([text, times]) => text.repeat(times));
        const frames = texts.flatMap(([, , skip], index) => [
          ...(skip ? [skipped] : []),
          zstdCompressSync(whole[index] ?? '', { params: { 201: skip ? 1 : 0 } }),
        ]);
        const bytes = Buffer.concat(frames);
        assert.equal((await unpacked(bytes, 'zstd', size)).toString(), whole.join(''));
      },
    ),
    { numRuns: 40 },
  );
});

test('a compressed file is imported as what is in it, its hash and bytes those on disk', async (t) => {
  const bytes = zstdFrames(Buffer.from(CHATS), 3);
  const path = await temporaryFile(t, 'chats.jsonl.zst', bytes);
  const { recognition, head } = await recogniseFile(path);
  assert.ok(recognition.kind === 'transcripts');
  assert.deepEqual([head?.name, head?.compression, head?.sizeBytes], ['chats.jsonl', 'zstd', bytes.length]);
  const hash = createHash('sha256');
  let last = 0;
  const { transcripts, problems } = await readAll(importerById(recognition.importer), path, {
    onRaw: (chunk) => hash.update(chunk),
    onBytes: (count) => (last = count),
  });
  assert.equal(transcripts.length, 3000);
  assert.deepEqual(problems, []);
  assert.equal(last, bytes.length);
  assert.equal(hash.digest('hex'), createHash('sha256').update(bytes).digest('hex'));
});

test('what stands before the cut of a compressed file is read, and the cut is said', async (t) => {
  for (const [name, content] of [
    ['a.jsonl.gz', gzipSync(CHATS)],
    ['a.jsonl.zst', zstdFrames(Buffer.from(CHATS), 3)],
    ['b.jsonl.zst', zstdCompressSync(CHATS)],
  ] as const) {
    const path = await temporaryFile(t, name, content.subarray(0, content.length - 100));
    const { text, error } = await textOfFile(path);
    assert.equal(error, '… is cut off: its compressed data ends in the middle.');
    assert.ok(CHATS.startsWith(text));
    const { recognition } = await recogniseFile(path);
    assert.equal(recognition.kind, 'transcripts', name);
  }
});

test('damaged data is said to be damaged, what follows a file as well', async (t) => {
  const packed = zstdCompressSync(CHATS);
  packed.fill(7, 2000, 2100);
  assert.match((await textOfFile(await temporaryFile(t, 'a', packed))).error, /^… can’t be unpacked: /);
  const followed = Buffer.concat([zstdCompressSync('{}'), Buffer.from('garbage')]);
  const { text, error } = await textOfFile(await temporaryFile(t, 'b', followed));
  assert.deepEqual([text, error], ['{}', '… can’t be unpacked: what follows is no zstd frame.']);
});

test('a bomb is stopped at a thousand times its size, with little in memory', async (t) => {
  const block = Buffer.alloc(32 * 1024 * 1024);
  const frame = zstdCompressSync(block);
  const path = await temporaryFile(
    t,
    'bomb.jsonl.zst',
    Buffer.concat(Array.from({ length: 40 }, () => frame)),
  );
  const before = process.memoryUsage().rss;
  let bytes = 0;
  let error = '';
  try {
    for await (const chunk of readChunks({ path, signal, onBytes: () => undefined }))
      bytes += chunk.bytes.length;
  } catch (thrown) {
    error = messageOf(thrown);
  }
  assert.match(error, /unpacks to more than 1,000 times its size/);
  const { length } = await readFile(path);
  assert.ok(bytes <= Math.max(16 * 1024 * 1024, length * 1000));
  assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024);
});

test('what is no text stays refused inside of a compressed file', async (t) => {
  const path = await temporaryFile(t, 'a.gz', gzipSync(zipFile([{ name: 'a', content: 'b' }])));
  const reading = await readFileHead(path);
  assert.equal(
    reading.kind === 'refused' && reading.reason,
    'It is compressed with gzip, and what is in it is a zip archive, not text.',
  );
});

async function archive(t: TestContext, parts: readonly ZipPart[]): Promise<string> {
  return await temporaryFile(t, 'a.zip', zipFile(parts));
}

/** Each member's text, or why it can't be read. */
async function membersOf(path: string): Promise<Record<string, string>> {
  const zip = await openZip(path, signal);
  const found: Record<string, string> = {};
  try {
    for (const member of zip.members)
      found[member.name] = await zip.text(member).catch((error: unknown) => messageOf(error));
  } finally {
    await zip.close();
  }
  return found;
}

test('members of archives are read stored, deflated and with zstd of several frames, whatever their names', async (t) => {
  const path = await archive(t, [
    { name: 'header.json', content: '{"a":1}', method: 0 },
    { name: '../../etc/passwd', content: CHATS },
    { name: 'C:\\x\\é"\n', content: CHATS, method: 93, frames: 5 },
    { name: '__proto__', content: '', method: 93 },
  ]);
  const found = await membersOf(path);
  assert.deepEqual(Object.keys(found), ['header.json', '../../etc/passwd', 'C:\\x\\é"\n']);
  assert.equal(found['../../etc/passwd'], CHATS);
  assert.equal(found['C:\\x\\é"\n'], CHATS);
  const reading = await readFileHead(path);
  assert.ok(reading.kind === 'text');
  assert.equal(reading.head.zip?.count, 4);
  assert.deepEqual([...(reading.head.zip?.texts ?? [])], [['header.json', '{"a":1}']]);
});

test('members that lie about their size, are encrypted or packed in unknown ways are refused by name', async (t) => {
  const path = await archive(t, [
    { name: 'longer', content: CHATS, declaredBytes: 10 },
    { name: 'shorter', content: 'abc', declaredBytes: 100 },
    { name: 'huge', content: 'abc', declaredBytes: 4_000_000_000 },
    { name: 'locked', content: 'abc', flags: 1 },
    { name: 'lzma', content: 'abc', method: 14 },
    { name: 'cut', content: CHATS, method: 93, packed: zstdCompressSync(CHATS).subarray(0, 500) },
    { name: 'fine', content: 'fine' },
  ]);
  assert.deepEqual(await membersOf(path), {
    longer: 'The member "longer" is longer than the archive says.',
    shorter: 'The member "shorter" is shorter than the archive says.',
    huge: 'The member "huge" is longer than 64 MiB.',
    locked: 'The member "locked" is encrypted.',
    lzma: 'The member "lzma" is packed with method 14, which isn’t read.',
    cut: 'The member "cut" is cut off: its compressed data ends in the middle.',
    fine: 'fine',
  });
});

test('archives whose members share their data, and members that unpack to too much, are refused', async (t) => {
  const bytes = zipFile([
    { name: 'a', content: CHATS, method: 0 },
    { name: 'b', content: CHATS, method: 0 },
  ]);
  // The second entry of the directory points at the first member.
  bytes.writeUInt32LE(0, bytes.lastIndexOf('PK\x01\x02') + 42);
  bytes.writeUInt32LE(CHATS.length * 3, bytes.lastIndexOf('PK\x01\x02') + 20);
  await assert.rejects(openZip(await temporaryFile(t, 'o.zip', bytes), signal), /its members overlap/);
  const content = Buffer.alloc(60 * 1024 * 1024);
  const found = await membersOf(await archive(t, [{ name: 'bomb', content, method: 93 }]));
  assert.match(found['bomb'] ?? '', /unpacks to more than 1,000 times its size/);
});

test('a cut-off archive is refused, an archive of something else too, also when it is called a table', async (t) => {
  const bytes = zipFile([{ name: 'a.csv', content: 'a,b\n1,2\n' }]);
  for (const name of ['a.zip', 'a.csv', 'a.jsonl', 'a.eval']) {
    const { recognition } = await recogniseFile(await temporaryFile(t, name, bytes));
    assert.equal(
      recognition.kind === 'refused' && recognition.reason,
      'It is a zip archive, and no log of Inspect.',
    );
    const cut = await recogniseFile(await temporaryFile(t, name, bytes.subarray(0, bytes.length - 8)));
    assert.match(
      cut.recognition.kind === 'refused' ? cut.recognition.reason : '',
      /can’t be read as a zip archive/,
    );
  }
});
