/** Compressed files, whole and damaged, in each other, and of sizes that nobody has room for. */
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { zstdFrames } from '../../zipFile.ts';
import type { Dice } from '../dice.ts';
import { byteFiles, bytesOf, type FuzzInput } from '../fuzzInput.ts';
import type { Mutator } from './mutator.ts';

const packers: readonly (readonly [string, (bytes: Buffer, dice: Dice) => Buffer])[] = [
  ['.gz', (bytes) => gzipSync(bytes, { level: 1 })],
  ['.gz', (bytes) => Buffer.concat([gzipSync(bytes.subarray(0, 100)), gzipSync(bytes.subarray(100))])],
  ['.gz', (bytes) => gzipSync(gzipSync(bytes))],
  ['.gz', (bytes) => Buffer.concat([gzipSync(bytes), Buffer.alloc(64)])],
  ['.gz', (bytes, dice) => Buffer.concat([gzipSync(bytes), dice.bytes(40)])],
  ['.gz', (bytes) => gzipSync(Buffer.concat([bytes, Buffer.alloc(1_500_000, 'a')]))],
  ['.zst', (bytes) => zstdCompressSync(bytes)],
  ['.zst', (bytes, dice) => zstdFrames(bytes, 1 + dice.below(5))],
  ['.zst', (bytes) => zstdCompressSync(gzipSync(bytes))],
  ['.zst', (bytes) => Buffer.concat([SKIPPED, zstdCompressSync(bytes)])],
  ['.zst', (bytes, dice) => Buffer.concat([zstdCompressSync(bytes), dice.bytes(20)])],
  ['.zst', (bytes) => withWindow(zstdCompressSync(bytes))],
  ['.z', (bytes) => deflateSync(bytes)],
];

/** A frame that says it is to be passed over, and is. */
const SKIPPED = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0]), Buffer.from('skip')]);

/** Says that it needs a window of 2 TiB. */
function withWindow(frame: Buffer): Buffer {
  const changed = Buffer.from(frame);
  changed[4] = (changed[4] ?? 0) & ~0x20;
  return Buffer.concat([changed.subarray(0, 5), Buffer.from([0xf8]), changed.subarray(5)]);
}

export const pack: Mutator = {
  name: 'pack',
  weight: 2,
  mutate(input, dice) {
    const files = byteFiles(input);
    if (files.length === 0) return undefined;
    const file = dice.pick(files);
    const bytes = bytesOf(input, file);
    if (bytes.length > 500_000) return undefined;
    const [ending, packed] = dice.pick(packers);
    const name = dice.chance(0.8) ? file + ending : file;
    return renamed(input, file, name, packed(bytes, dice));
  },
};

function renamed(input: FuzzInput, from: string, to: string, bytes: Buffer): FuzzInput {
  const files = new Map(input.files);
  files.delete(from);
  files.set(to, { kind: 'bytes', bytes });
  return { ...input, files, opened: input.opened === from ? to : input.opened };
}
