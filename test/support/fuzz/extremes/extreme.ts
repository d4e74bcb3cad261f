import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Extreme {
  /** What is in it, in words. */
  readonly name: string;
  /** Set for what is large or takes its time: not for every run of the tests. */
  readonly slow?: true;
  /** Writes it into the folder; resolves with the path to open and how many bytes it holds, unpacked. */
  write(folder: string): Promise<{ readonly path: string; readonly bytes: number }>;
}

/** Written as it comes, so that what writes it needs no memory for it. */
export async function written(
  folder: string,
  name: string,
  parts: Iterable<string | Buffer>,
  through: readonly NodeJS.ReadWriteStream[] = [],
): Promise<{ readonly path: string; readonly bytes: number }> {
  const path = join(folder, name);
  let bytes = 0;
  function* counted(): Generator<Buffer> {
    for (const part of parts) {
      const buffer = Buffer.from(part);
      bytes += buffer.length;
      yield buffer;
    }
  }
  await pipeline([
    Readable.from(counted(), { objectMode: true, highWaterMark: 1 }),
    ...through,
    createWriteStream(path),
  ]);
  return { path, bytes };
}

/** A file whose content is small enough to be made at once. */
export function small(name: string, file: string, make: () => string | Buffer): Extreme {
  return { name, write: (folder) => written(folder, file, [make()]) };
}

/** A file of so many pieces. */
export function large(name: string, file: string, parts: () => Iterable<string | Buffer>): Extreme {
  return { name, slow: true, write: (folder) => written(folder, file, parts()) };
}

export function* times(count: number, part: string | Buffer): Generator<string | Buffer> {
  // In larger pieces than they come in, for speed.
  const at = Math.max(1, Math.floor(65_536 / part.length));
  const piece = Buffer.concat(Array<Buffer>(at).fill(Buffer.from(part)));
  for (let done = 0; done < count; done += at) {
    yield done + at <= count ? piece : piece.subarray(0, (count - done) * Buffer.byteLength(part));
  }
}
