/** A Parquet file open for reading by range, what it says of itself checked before it is believed. */
import type { FileHandle } from 'node:fs/promises';
import {
  parquetMetadata,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type ColumnMetaData,
  type FileMetaData,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { getTreePath } from 'hyparquet/src/schema.js';
import { messageOf } from '../core/errors.ts';
import { parquetCodecs } from './parquetCodecs.ts';
import { checkPages } from './parquetPages.ts';
import { thriftEnd } from './parquetThrift.ts';

const MARK = 'PAR1';
/** The description's length and the mark behind it. */
const TAIL_BYTES = 8;
const LARGEST_DESCRIPTION = 64 * 1024 * 1024;
/** Unpacked: a group is read whole. */
const LARGEST_GROUP = 512 * 1024 * 1024;
/** Rows of one group: each becomes an object. The default of pandas is 1,048,576. */
const MOST_ROWS = 1_250_000;
/** Values of one group, all columns together. */
const MOST_VALUES_IN_GROUP = 32_000_000;

export interface ParquetFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
}

/** Reads the table's description at the end of the file. Errors are those of the parser and of our checks. */
export async function parquetFile(handle: FileHandle): Promise<ParquetFile> {
  const { size } = await handle.stat();
  const file: AsyncBuffer = {
    byteLength: size,
    slice: (start, end = size) => {
      const reading = bytesOf(handle, start, Math.min(end, size));
      // The parser asks for ranges ahead and, after an error, never for what came of them.
      reading.catch(() => undefined);
      return reading;
    },
  };
  const tail = Buffer.from(await bytesOf(handle, Math.max(0, size - TAIL_BYTES), size));
  if (tail.length < TAIL_BYTES || tail.toString('latin1', 4) !== MARK)
    throw new Error('parquet description is missing at its end');
  const length = tail.readUInt32LE(0);
  if (length > LARGEST_DESCRIPTION || length + TAIL_BYTES + MARK.length > size)
    throw new Error('parquet description is longer than the file');
  const description = await bytesOf(handle, size - TAIL_BYTES - length, size);
  thriftEnd(new Uint8Array(description, 0, length), 0);
  const metadata = parquetMetadata(description, { geoparquet: false });
  checkDescription(metadata, size);
  return { file, metadata };
}

/**
 * Rows of one group as the parser gives them, from its beginning.
 *
 * @param rows how many; all by default
 */
export async function groupRows(
  { file, metadata }: ParquetFile,
  group: RowGroup,
  rowStart: number,
  rows = Number(group.num_rows),
): Promise<readonly Record<string, unknown>[]> {
  await checkGroup({ file, metadata }, group);
  const rowEnd = rowStart + Math.min(rows, Number(group.num_rows));
  return await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors: parquetCodecs });
}

function checkDescription(metadata: FileMetaData, size: number): void {
  const schema = parquetSchema(metadata);
  let rows = 0n;
  for (const group of metadata.row_groups) {
    rows += BigInt(group.num_rows);
    if (typeof group.num_rows !== 'bigint' || group.num_rows < 0n)
      throw new Error('parquet group has no rows');
    for (const column of columnsOf(group)) {
      pathOf(schema, column);
      const [from, to] = rangeOf(column);
      if (!(from >= 0 && to >= from && to <= size)) throw new Error('parquet column lies outside the file');
    }
  }
  if (rows !== metadata.num_rows || rows > BigInt(Number.MAX_SAFE_INTEGER))
    throw new Error('parquet groups have other rows than the table says');
}

async function checkGroup({ file, metadata }: ParquetFile, group: RowGroup): Promise<void> {
  const rows = Number(group.num_rows);
  const schema = parquetSchema(metadata);
  let all = 0;
  let bytesLeft = LARGEST_GROUP;
  for (const column of columnsOf(group)) {
    const bytes = new Uint8Array(await file.slice(...rangeOf(column)));
    const { values, unpackedBytes } = checkPages(bytes, column, pathOf(schema, column));
    // Every row has a value in every column, be it an empty one.
    if (values < rows) throw new Error('parquet column has fewer values than its group has rows');
    all += values;
    bytesLeft -= unpackedBytes;
    if (bytesLeft < 0) throw new Error('parquet group takes over 512 MiB (in pandas: row_group_size=10000)');
    if (rows > MOST_ROWS || all > MOST_VALUES_IN_GROUP)
      throw new Error('parquet group has more rows than there is room for (in pandas: row_group_size=10000)');
  }
}

function columnsOf({ columns }: RowGroup): readonly ColumnMetaData[] {
  return columns.map(({ meta_data }) => {
    if (meta_data === undefined) throw new Error('parquet column says nothing of itself');
    return meta_data;
  });
}

function rangeOf(column: ColumnMetaData): [number, number] {
  // As the parser has it: an offset of 0 is none.
  const from = Number(column.dictionary_page_offset || column.data_page_offset);
  return [from, from + Number(column.total_compressed_size)];
}

function pathOf(schema: SchemaTree, column: ColumnMetaData): SchemaTree[] {
  const path = getTreePath(schema, column.path_in_schema);
  if (path.length < 2 || path.at(-1)?.children.length !== 0)
    throw new Error('parquet column is none of the schema');
  return path;
}

/** Why a table can't be read, in words: the parser's own where it says what it misses, not where it stumbles over it. */
export function parquetReason(error: unknown): string {
  const said = messageOf(error);
  const tells = /^parquet /.test(said) && !/undefined|NaN|\bnull\b/.test(said);
  return tells ? said.slice(0, 200) : 'what it says of itself doesn’t fit what is in it';
}

/** Bytes start..end-1; fewer at the end of the file. A negative start counts from `end`. */
async function bytesOf(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const from = start < 0 ? end + start : start;
  const buffer = new ArrayBuffer(Math.max(0, end - from));
  const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, from);
  return bytesRead === buffer.byteLength ? buffer : buffer.slice(0, bytesRead);
}
