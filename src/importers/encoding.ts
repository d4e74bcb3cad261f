/** Encodings by byte order mark, what isn't text, and bytes that aren't UTF-8. */
import { isUtf8 } from 'node:buffer';

export interface DetectedEncoding {
  /** As `TextDecoder` calls it. */
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Length of the byte order mark. */
  readonly markBytes: number;
}

/** UTF-8 unless a byte order mark says otherwise. */
export function detectEncoding(bytes: Uint8Array): DetectedEncoding {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', markBytes: 3 };
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', markBytes: 2 };
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', markBytes: 2 };
  return { label: 'utf-8', markBytes: 0 };
}

const SIGNATURES: readonly (readonly [bytes: readonly number[], name: string, hint: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive', 'Unpack it and import what is inside.'],
  [[0x1f, 0x8b], 'compressed with gzip', 'Unpack it with gunzip and import the result.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd', 'Unpack it with unzstd and import the result.'],
  [
    [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50],
    'compressed with snappy',
    'Unpack it and import the result.',
  ],
  [[0x04, 0x22, 0x4d, 0x18], 'compressed with lz4', 'Unpack it with unlz4 and import the result.'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2', 'Unpack it with bunzip2 and import the result.'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz', 'Unpack it with unxz and import the result.'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet table', 'Write it as CSV or JSON Lines, for example with pandas.'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'an SQLite database', ''],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF', ''],
  [[0x89, 0x50, 0x4e, 0x47], 'an image', ''],
];

/** Says what a file that isn't text is; undefined for text. `bytes` is the beginning of the file. */
export function describeBinary(bytes: Buffer): { what: string; hint: string } | undefined {
  for (const [signature, what, hint] of SIGNATURES) {
    if (signature.every((byte, index) => bytes[index] === byte)) return { what, hint };
  }
  if (detectEncoding(bytes).label !== 'utf-8') return undefined;
  // No text format that is read here holds a zero byte; binary ones nearly always do.
  if (bytes.includes(0)) return { what: 'binary', hint: 'Text files (CSV, JSON Lines) can be imported.' };
  return undefined;
}

/** How many bytes at the end begin a UTF-8 character that isn't complete: 0 to 3. */
export function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Index of the first byte that isn't part of valid UTF-8; -1 when all is valid. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1;
  let from = 0;
  let to = bytes.length;
  // The longest valid beginning, by halves; a cut within a character is not a fault of the file.
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    const head = bytes.subarray(0, middle);
    if (isUtf8(head.subarray(0, head.length - incompleteTail(head)))) from = middle;
    else to = middle;
  }
  const valid = bytes.subarray(0, from);
  return from - incompleteTail(valid);
}
