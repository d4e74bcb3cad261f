/** What a Parquet table says of itself at its end, and its first rows. */
import { open } from 'node:fs/promises';
import { parquetSchema } from 'hyparquet';
import type { FileHead } from './importer.ts';
import { groupRows, parquetFile } from './parquetFile.ts';
import { plainRow } from './parquetRows.ts';

const FIRST_ROWS = 50;
/** A first row group above this size isn't unpacked only to show what is in it. */
const LARGEST_PREVIEWED = 64 * 1024 * 1024;

/** Names of the top-level columns in order, the number of rows, and the first rows. Errors are those of the parser. */
export async function readParquetHead(path: string): Promise<NonNullable<FileHead['parquet']>> {
  const handle = await open(path, 'r');
  try {
    const table = await parquetFile(handle);
    const { metadata } = table;
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    const rows = Number(metadata.num_rows);
    const [group] = metadata.row_groups;
    const readable = group !== undefined && Number(group.total_byte_size) <= LARGEST_PREVIEWED;
    const first = readable ? await groupRows(table, group, 0, FIRST_ROWS) : [];
    return { columns, rows, first: first.map(plainRow) };
  } finally {
    await handle.close();
  }
}
