/** Changes that know nothing of what the bytes mean. */
import type { Dice } from '../dice.ts';
import { byteFiles, bytesOf, withFile, type FuzzInput } from '../fuzzInput.ts';
import type { Mutator } from './mutator.ts';

/** Bytes that mean something in one of the formats. */
const TELLING = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\ufeff',
  "'",
  '\t',
  ';',
  '|',
];

function changing(
  name: string,
  weight: number,
  change: (bytes: Buffer, dice: Dice, pool: readonly FuzzInput[]) => Buffer,
): Mutator {
  return {
    name,
    weight,
    mutate(input, dice, pool) {
      const files = byteFiles(input);
      if (files.length === 0) return undefined;
      const file = dice.pick(files);
      const bytes = change(Buffer.from(bytesOf(input, file)), dice, pool);
      return withFile(input, file, { kind: 'bytes', bytes });
    },
  };
}

export const flipBits = changing('flipBits', 3, (bytes, dice) => {
  const flips = 1 + dice.below(dice.chance(0.2) ? 64 : 4);
  for (let flip = 0; flip < flips && bytes.length > 0; flip++) {
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  }
  return bytes;
});

export const cutShort = changing('cutShort', 2, (bytes, dice) =>
  dice.chance(0.85) ? bytes.subarray(0, dice.below(bytes.length)) : bytes.subarray(dice.below(bytes.length)),
);

export const putIn = changing('putIn', 3, (bytes, dice) => {
  const at = dice.below(bytes.length + 1);
  const more = dice.chance(0.7) ? Buffer.from(dice.pick(TELLING)) : dice.bytes(1 + dice.below(24));
  const over = dice.chance(0.4) ? more.length : 0;
  return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + over)]);
});

export const takeOut = changing('takeOut', 2, (bytes, dice) => {
  const at = dice.below(bytes.length);
  const length = 1 + dice.below(dice.chance(0.5) ? 4 : bytes.length / 3);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
});

export const repeatPiece = changing('repeatPiece', 1, (bytes, dice) => {
  const at = dice.below(bytes.length);
  const piece = bytes.subarray(at, at + 1 + dice.below(400));
  const times = 1 + dice.below(dice.chance(0.2) ? 200 : 4);
  return Buffer.concat([bytes.subarray(0, at), ...Array<Buffer>(times).fill(piece), bytes.subarray(at)]);
});

export const joinWithAnother = changing('joinWithAnother', 1, (bytes, dice, pool) => {
  const other = dice.pick(pool);
  const files = byteFiles(other);
  const more = files.length === 0 ? dice.bytes(32) : bytesOf(other, dice.pick(files));
  const cut = dice.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, cut), more.subarray(dice.below(more.length))]);
});
