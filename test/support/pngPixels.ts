/** Reads a PNG of eight bits a channel back to its pixels, for tests of pictures that we write. */
import { crc32, inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue, 0 to 255. */
  at(x: number, y: number): readonly [number, number, number];
}

/** @throws Error for what is no such PNG, or damaged */
export function pngPixels(file: Buffer): Pixels {
  if (file.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG');
  const chunks = [...chunksOf(file)];
  const header = chunks[0]?.data ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[header[9] ?? 0];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) throw new Error('a PNG of another kind');
  if (chunks.at(-1)?.type !== 'IEND') throw new Error('it is cut off');
  const data = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data)),
  );
  const stride = width * channels;
  const lines = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : (lines[y * stride + x - channels] ?? 0);
      const up = y === 0 ? 0 : (lines[(y - 1) * stride + x] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (lines[(y - 1) * stride + x - channels] ?? 0);
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      lines[y * stride + x] = (data[y * (stride + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  const byte = (x: number, y: number, channel: number): number =>
    lines[y * stride + x * channels + channel] ?? 0;
  return { width, height, at: (x, y) => [byte(x, y, 0), byte(x, y, 1), byte(x, y, 2)] };
}

function* chunksOf(file: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const data = file.subarray(at + 8, at + 8 + length);
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== file.readUInt32BE(at + 8 + length))
      throw new Error('damaged');
    yield { type: file.toString('latin1', at + 4, at + 8), data };
    at += 12 + length;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
