/** Reads a Parquet table row group by row group. */
import { open } from 'node:fs/promises';
import { AuditError } from '../core/errors.ts';
import { throwIfAborted } from './byteSource.ts';
import type { ReadOptions } from './importer.ts';
import type { JsonObject } from './lenientJson.ts';
import { groupRows, parquetFile, parquetReason } from './parquetFile.ts';

/** A group that takes more than this in memory is refused: it is read whole. */
const LARGEST_GROUP = 512 * 1024 * 1024;
const ROWS_AT_ONCE = 500;

/**
 * Rows as JSON objects, in batches of at most 500 in source order. Memory is that of one row group, which the writer of
 * the table chose.
 *
 * @throws AuditError `bad-input` when the table can't be read, or a row group is over 512 MiB; `cancelled`
 */
export async function* readParquetRows(
  options: Pick<ReadOptions, 'path' | 'signal' | 'onBytes'>,
): AsyncGenerator<readonly JsonObject[]> {
  const { path, signal } = options;
  const handle = await open(path, 'r');
  try {
    const table = await parquetFile(handle);
    const { file, metadata } = table;
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      throwIfAborted(signal);
      if (Number(group.total_byte_size) > LARGEST_GROUP) {
        throw new AuditError(
          'bad-input',
          `A row group of ${path} takes ${Math.round(Number(group.total_byte_size) / 1024 ** 2)} MiB.`,
          'Write the table anew with smaller row groups (in pandas: row_group_size=10000).',
        );
      }
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await groupRows(table, group, rowStart);
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
        yield rows.slice(at, at + ROWS_AT_ONCE).map(plainRow);
      }
      rowStart = rowEnd;
      options.onBytes(Math.round((rowEnd / Number(metadata.num_rows)) * file.byteLength));
    }
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw new AuditError(
      'bad-input',
      `${path} can’t be read: ${parquetReason(error)}.`,
      'It may be damaged.',
      {
        cause: error,
      },
    );
  } finally {
    await handle.close();
  }
}

/** One row with values as JSON has them. */
export function plainRow(row: Readonly<Record<string, unknown>>): JsonObject {
  return plain(row) as JsonObject;
}

/** Parquet's values as JSON has them: whole numbers of 64 bits, times, bytes. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) copy[name] = plain(member);
  return copy;
}
