/** What a Parquet table says of itself at its end. */
import { open, type FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';

/** Names of the top-level columns in order, and the number of rows. Errors are those of the parser. */
export async function readParquetHead(path: string): Promise<{ columns: readonly string[]; rows: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const metadata = await parquetMetadataAsync({
      byteLength: size,
      slice: async (start, end = size) => await bytesOf(file, start, Math.min(end, size)),
    });
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    return { columns, rows: Number(metadata.num_rows) };
  } finally {
    await file.close();
  }
}

async function bytesOf(file: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const from = start < 0 ? end + start : start;
  const buffer = new ArrayBuffer(Math.max(0, end - from));
  const { bytesRead } = await file.read(new Uint8Array(buffer), 0, buffer.byteLength, from);
  return bytesRead === buffer.byteLength ? buffer : buffer.slice(0, bytesRead);
}
