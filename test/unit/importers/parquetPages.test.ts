// Parquet tables are looked at before the parser is let near them: nothing sound is refused, nothing damaged gets far.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { CompressionCodec, Encoding } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readParquetRows } from '../../../src/importers/parquetRows.ts';
import { thriftEnd } from '../../../src/importers/parquetThrift.ts';
import { Dice } from '../../support/fuzz/dice.ts';
import { temporaryFile, temporaryFolder } from './readAll.ts';

const ROWS = 500;
const compressors = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
  ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes),
};

interface Column {
  readonly name: string;
  readonly data: unknown[];
  readonly type: 'STRING' | 'INT32' | 'INT64' | 'DOUBLE' | 'FLOAT' | 'BOOLEAN' | 'JSON';
  readonly encoding?: Encoding;
}

function columns(): Column[] {
  const each = <T>(value: (index: number) => T): T[] =>
    Array.from({ length: ROWS }, (_, index) => value(index));
  const texts = each((i) => (i % 11 === 0 ? null : `Answer ${i % 40}, ${'é🦉'.repeat(i % 9)}`));
  const whole = each((i) => (i * 7919) % 1000);
  return [
    { name: 'texts', data: texts, type: 'STRING' },
    { name: 'plain', data: texts, type: 'STRING', encoding: 'PLAIN' },
    {
      name: 'prefixes',
      data: each((i) => `the same beginning ${i}`),
      type: 'STRING',
      encoding: 'DELTA_BYTE_ARRAY',
    },
    {
      name: 'lengths',
      data: each((i) => 'x'.repeat(i % 50)),
      type: 'STRING',
      encoding: 'DELTA_LENGTH_BYTE_ARRAY',
    },
    { name: 'deltas', data: whole, type: 'INT32', encoding: 'DELTA_BINARY_PACKED' },
    {
      name: 'long',
      data: whole.map((n) => BigInt(n) * 10n ** 12n),
      type: 'INT64',
      encoding: 'DELTA_BINARY_PACKED',
    },
    { name: 'split', data: whole.map((n) => n / 4), type: 'DOUBLE', encoding: 'BYTE_STREAM_SPLIT' },
    { name: 'floats', data: whole.map((n) => n / 4), type: 'FLOAT' },
    { name: 'flags', data: each((i) => (i % 5 === 0 ? null : i % 3 === 0)), type: 'BOOLEAN' },
    { name: 'runs', data: each((i) => i > 20), type: 'BOOLEAN', encoding: 'RLE' },
    { name: 'nothing', data: each(() => null), type: 'STRING' },
    { name: 'nested', data: each((i) => ({ list: [i, { deep: `${i}` }] })), type: 'JSON' },
  ];
}

function table(codec: CompressionCodec, pageSize: number): Buffer {
  const columnData = columns().map((column) => ({ ...column, nullable: column.data.includes(null) }));
  return Buffer.from(
    parquetWriteBuffer({ columnData, codec, compressors, pageSize, rowGroupSize: [200, 300] }),
  );
}

async function rowsOf(path: string): Promise<Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  const { signal } = new AbortController();
  for await (const some of readParquetRows({ path, signal, onBytes: () => undefined })) rows.push(...some);
  return rows;
}

test('tables of every codec and encoding come back as they were written', async (t) => {
  const folder = await temporaryFolder(t);
  const expected = columns();
  for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD'] as const) {
    for (const pageSize of [300, 1_048_576]) {
      const path = join(folder, `${codec}-${pageSize}.parquet`);
      await writeFile(path, table(codec, pageSize));
      const rows = await rowsOf(path);
      assert.equal(rows.length, ROWS);
      for (const { name, data } of expected) {
        const wanted = data.map((value) => (typeof value === 'bigint' ? Number(value) : value));
        assert.deepEqual(
          rows.map((row) => JSON.stringify(row[name] ?? null)),
          wanted.map((value) => JSON.stringify(value)),
          `${name} in ${codec}, pages of ${pageSize}`,
        );
      }
    }
  }
});

test('damaged tables are refused in words, soon and with little memory', async (t) => {
  const folder = await temporaryFolder(t);
  const dice = new Dice(5);
  const before = process.memoryUsage.rss();
  for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'ZSTD'] as const) {
    const whole = table(codec, 300);
    for (let round = 0; round < 150; round++) {
      const bytes = Buffer.from(whole);
      for (let change = 0; change < 3; change++)
        bytes[dice.below(bytes.length)] = dice.chance(0.5) ? 255 : dice.below(256);
      const path = join(folder, `${codec}-${round}.parquet`);
      await writeFile(path, bytes);
      const began = process.cpuUsage();
      // Some of the changes are to a text, and do no harm.
      await rowsOf(path).catch((error: unknown) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, /^\S+ can’t be read: [^\n]{3,260}\.$/);
        assert.doesNotMatch(error.message, /undefined|not a function|Cannot read/);
      });
      const { user, system } = process.cpuUsage(began);
      assert.ok(user + system < 2_000_000, `round ${round} of ${codec} took ${(user + system) / 1000} ms`);
    }
  }
  const grown = (process.memoryUsage.rss() - before) / 1024 ** 2;
  assert.ok(grown < 300, `memory grew by ${grown.toFixed(0)} MiB`);
});

test('a run of two thousand million values in three bytes is refused', async (t) => {
  const data = Array.from({ length: 64 }, (_, index) => `Answer ${index % 2}`);
  const bytes = Buffer.from(
    parquetWriteBuffer({ columnData: [{ name: 'answer', data, type: 'STRING' }], codec: 'UNCOMPRESSED' }),
  );
  // One bit a value, packed: 64 of them behind the header 0x11.
  const at = bytes.indexOf(Buffer.from([1, 0x11]));
  assert.ok(at > 0, 'the writer writes otherwise now');
  bytes.set([0xfe, 0xff, 0xff, 0xff, 0x0f, 0], at + 1);
  const path = await temporaryFile(t, 'a.parquet', bytes);
  await assert.rejects(rowsOf(path), /parquet page holds more values than it says/);
});

test('a description with lists, numbers or depths that can’t be is no description', () => {
  const list = Buffer.from([0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0]);
  assert.throws(() => thriftEnd(list, 0), /names more than there is/);
  assert.throws(
    () => thriftEnd(Buffer.concat([Buffer.from([0x16]), Buffer.alloc(100_000, 0xff)]), 0),
    /a number that is none/,
  );
  assert.throws(() => thriftEnd(Buffer.alloc(100_000, 0x1c), 0), /nested too deep/);
  assert.throws(() => thriftEnd(Buffer.from([0x18, 0x7f, 1]), 0), /ends in the middle/);
  assert.equal(thriftEnd(Buffer.from([0x15, 2, 0, 9]), 0), 3);
});
