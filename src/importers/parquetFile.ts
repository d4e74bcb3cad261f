/** A Parquet file open for reading by range. */
import type { FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { messageOf } from '../core/errors.ts';

export interface ParquetFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
}

/** Reads the table's description at the end of the file. Errors are those of the parser. */
export async function parquetFile(handle: FileHandle): Promise<ParquetFile> {
  const { size } = await handle.stat();
  const file: AsyncBuffer = {
    byteLength: size,
    slice: async (start, end = size) => await bytesOf(handle, start, Math.min(end, size)),
  };
  return { file, metadata: await parquetMetadataAsync(file) };
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
