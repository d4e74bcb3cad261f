/** Unpacks pages of Parquet tables, to the size that the page says and no further. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** Those of the library write into the room that they are given; of the others only Node's own stop there. */
const CODECS: Compressors = {
  ...compressors,
  GZIP: (bytes, size) => gunzipSync(bytes, { maxOutputLength: size + 1 }),
  BROTLI: (bytes, size) => brotliDecompressSync(bytes, { maxOutputLength: size + 1 }),
  ZSTD: (bytes, size) => zstdDecompressSync(bytes, { maxOutputLength: size + 1 }),
};

/** Nothing is packed as nothing or as a byte that says so, which LZ4 of the library takes for damaged. */
export const parquetCodecs: Compressors = Object.fromEntries(
  Object.entries(CODECS).map(([codec, unpack]) => [
    codec,
    (bytes: Uint8Array, size: number) => (size === 0 ? new Uint8Array() : unpack(bytes, size)),
  ]),
);
