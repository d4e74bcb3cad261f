/**
 * Looks at the pages of a Parquet column before the parser does, which believes what they say: a few damaged bytes would
 * have it fill the memory, or run without end.
 */
import type { ColumnMetaData, PageHeader, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { parquetCodecs } from './parquetCodecs.ts';
import { thriftEnd } from './parquetThrift.ts';

const LARGEST_PAGE = 256 * 1024 * 1024;
/** A column that grows more than this when unpacked, beyond a size that anybody has room for, was made to fill memory. */
const MAXIMUM_RATIO = 200;
const ALWAYS_ALLOWED_BYTES = 32 * 1024 * 1024;
/** Values of one column in one row group. */
export const MOST_VALUES = 8_000_000;
/** Groups of packed values may be filled up; writers do so up to this many. */
const FILLED_UP = 504;
const LARGEST_BLOCK = 65_536;

export interface ColumnPages {
  /** Values of all pages, empty ones counted. */
  readonly values: number;
  readonly unpackedBytes: number;
}

/**
 * @param bytes the column's pages, as they stand in the file
 * @param path the column's way through the schema, from its root
 * @throws Error in words when a page isn't what it says
 */
export function checkPages(
  bytes: Uint8Array,
  column: Pick<ColumnMetaData, 'codec' | 'type'>,
  path: SchemaTree[],
): ColumnPages {
  let at = 0;
  let values = 0;
  let unpackedBytes = 0;
  // The parser takes one byte that is left for the end.
  while (at < bytes.length - 1) {
    const body = thriftEnd(bytes, at);
    const header = parquetHeader({ view: viewOf(bytes), offset: at });
    const packed = count(header.compressed_page_size);
    const size = count(header.uncompressed_page_size);
    if (body + packed > bytes.length) throw damaged('reaches over the end of its column');
    unpackedBytes += size;
    if (size > LARGEST_PAGE || unpackedBytes > Math.max(ALWAYS_ALLOWED_BYTES, bytes.length * MAXIMUM_RATIO))
      throw damaged('unpacks to more than there is room for');
    const page = checkPage(bytes.subarray(body, body + packed), header, column, path);
    values += page;
    if (values > MOST_VALUES) throw damaged('holds more values than there is room for');
    at = body + packed;
  }
  return { values, unpackedBytes };
}

/** @returns how many values it has; none for a dictionary */
function checkPage(
  packed: Uint8Array,
  header: PageHeader,
  { codec, type }: Pick<ColumnMetaData, 'codec' | 'type'>,
  path: SchemaTree[],
): number {
  const {
    uncompressed_page_size: size,
    dictionary_page_header,
    data_page_header,
    data_page_header_v2,
  } = header;
  if (header.type === 'DICTIONARY_PAGE') {
    if (count(dictionary_page_header?.num_values) > MOST_VALUES) throw damaged('is too long a dictionary');
    return 0;
  }
  const repeats = widthOf(path.length > 1 ? getMaxRepetitionLevel(path) : 0);
  const defines = widthOf(getMaxDefinitionLevel(path));
  if (header.type === 'DATA_PAGE') {
    const values = count(data_page_header?.num_values);
    if (values > MOST_VALUES) throw damaged('holds more values than there is room for');
    const page = decompressPage(packed, size, codec, parquetCodecs);
    let at = 0;
    for (const width of [repeats, defines]) if (width > 0) at = checkPrefixed(page, at, width, values);
    checkValues(page.subarray(at), data_page_header?.encoding, type, values);
    return values;
  }
  if (header.type !== 'DATA_PAGE_V2' || data_page_header_v2 === undefined)
    throw damaged('is of an unknown kind');
  const { num_values, num_nulls, num_rows, encoding, is_compressed } = data_page_header_v2;
  const values = count(num_values);
  if (values > MOST_VALUES || count(num_nulls) > values || count(num_rows) > values)
    throw damaged('miscounts its values');
  const repeated = count(data_page_header_v2.repetition_levels_byte_length);
  const levels = repeated + count(data_page_header_v2.definition_levels_byte_length);
  if (levels > packed.length || levels > size) throw damaged('is shorter than its parts');
  if (repeats > 0) checkRuns(packed.subarray(0, repeated), repeats, values);
  if (defines > 0) checkRuns(packed.subarray(repeated, levels), defines, values);
  const rest = packed.subarray(levels);
  const page = is_compressed === false ? rest : decompressPage(rest, size - levels, codec, parquetCodecs);
  checkValues(page, encoding, type, values - num_nulls);
  return values;
}

function checkValues(page: Uint8Array, encoding: string | undefined, type: string, values: number): void {
  switch (encoding) {
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
    case 'RLE': {
      if (type === 'BOOLEAN') {
        checkPrefixed(page, 0, 1, values);
        return;
      }
      const width = page[0] ?? 0;
      if (width > 32) throw damaged('has numbers of more than 32 bits');
      if (width > 0) checkRuns(page.subarray(1), width, values);
      return;
    }
    case 'DELTA_BINARY_PACKED':
    case 'DELTA_LENGTH_BYTE_ARRAY':
      checkDelta(page, 0);
      return;
    case 'DELTA_BYTE_ARRAY':
      checkPrefixes(page, values);
      return;
    default:
    // Values one after the other: the parser ends where the page does.
  }
}

/** Runs behind their length in four bytes. */
function checkPrefixed(page: Uint8Array, at: number, width: number, values: number): number {
  if (at + 4 > page.length) throw damaged('ends in the middle');
  const length = viewOf(page).getUint32(at, true);
  const end = at + 4 + length;
  if (end > page.length) throw damaged('is shorter than its parts');
  checkRuns(page.subarray(at + 4, end), width, values);
  return end;
}

/** Runs of equal numbers and groups of packed ones: no more together than there are values, nulls may be left out. */
function checkRuns(bytes: Uint8Array, width: number, values: number): void {
  let at = 0;
  for (let seen = 0; seen < values && at < bytes.length;) {
    const [run, next] = numberAt(bytes, at);
    at = next;
    const packed = run % 2 === 1;
    const length = Math.floor(run / 2) * (packed ? 8 : 1);
    if (length > values - seen + FILLED_UP) throw damaged('holds more values than it says');
    at += packed ? (length * width) / 8 : Math.ceil(width / 8);
    seen += length;
  }
}

/** @returns how many numbers its blocks of differences hold */
function checkDelta(page: Uint8Array, from: number): number {
  const [block, afterBlock] = numberAt(page, from);
  const [parts, afterParts] = numberAt(page, afterBlock);
  if (block > LARGEST_BLOCK || parts > 4096 || parts === 0 || block % parts !== 0)
    throw damaged('has blocks of an unlikely size');
  return numberAt(page, afterParts)[0];
}

/** Texts that begin like the one before may be said in a few bytes, and take any room. */
function checkPrefixes(page: Uint8Array, values: number): void {
  const reader = { view: viewOf(page), offset: 0 };
  let room = LARGEST_PAGE;
  for (const _ of ['beginnings', 'ends']) {
    const lengths = new Int32Array(Math.min(checkDelta(page, reader.offset), values));
    if (lengths.length === 0) return;
    deltaBinaryUnpack(reader, lengths.length, lengths);
    for (const length of lengths) {
      room -= length;
      if (length < 0 || room < 0) throw damaged('unpacks to more than there is room for');
    }
  }
}

function numberAt(bytes: Uint8Array, from: number): readonly [value: number, next: number] {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[from + index];
    if (byte === undefined) throw damaged('ends in the middle');
    value += (byte & 127) * 2 ** (7 * index);
    if (byte < 128) return [value, from + index + 1];
  }
  throw damaged('holds a number that is none');
}

/** A number of bytes or values, which a damaged header may leave out or make negative. */
function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw damaged('has a size that is none');
  return value as number;
}

function widthOf(level: number): number {
  return 32 - Math.clz32(level);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(how: string): Error {
  return new Error(`parquet page ${how}`);
}
