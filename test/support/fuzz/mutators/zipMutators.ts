/** Changes to archives: members that change places, names that lead out of it, sizes that aren't true. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { zipFile, type ZipPart } from '../../zipFile.ts';
import type { Dice } from '../dice.ts';
import { byteFiles, bytesOf, withFile } from '../fuzzInput.ts';
import type { Mutator } from './mutator.ts';

const PATHS = [
  '../../canary.txt', '../../../../../../tmp/fuzz-canary.txt', '/tmp/fuzz-canary.txt', 'C:\\fuzz-canary.txt', '..\\..\\canary.txt', 'samples/../../canary.json',
  'samples/', 'samples', '', '.', '..', '\0', 'a\0b.json', '__proto__', 'samples/__proto__.json', 'constructor', 'header.json', '_journal/start.json',
  'summaries.json', 'samples/1_epoch_1.json', 'samples/x/sample.json', '_journal/summaries/1.json', 'samples/\ud800.json', 'a'.repeat(5000), 'samples//1.json',
]; // prettier-ignore

function changing(
  name: string,
  weight: number,
  change: (parts: ZipPart[], dice: Dice) => ZipPart[],
): Mutator {
  return {
    name,
    weight,
    mutate(input, dice) {
      const zips = [...input.files].filter(([, entry]) => entry.kind === 'zip').map(([file]) => file);
      if (zips.length === 0) return undefined;
      const file = dice.pick(zips);
      const entry = input.files.get(file);
      if (entry?.kind !== 'zip' || entry.parts.length === 0) return undefined;
      return withFile(input, file, { kind: 'zip', parts: change([...entry.parts], dice) });
    },
  };
}

/** Changes one member. */
function onePart(
  change: (part: ZipPart, dice: Dice) => ZipPart,
): (parts: ZipPart[], dice: Dice) => ZipPart[] {
  return (parts, dice) => {
    const index = dice.below(parts.length);
    const part = parts[index];
    return part === undefined ? parts : parts.with(index, change(part, dice));
  };
}

export const swapMembers = changing('swapMembers', 4, (parts, dice) => {
  const [one, other] = [dice.below(parts.length), dice.below(parts.length)];
  const [first, second] = [parts[one], parts[other]];
  if (first === undefined || second === undefined) return parts;
  return parts.with(one, { ...first, name: second.name }).with(other, { ...second, name: first.name });
});

export const otherMembers = changing('otherMembers', 3, (parts, dice) => {
  if (dice.chance(0.5)) parts.splice(dice.below(parts.length), 1);
  else {
    const times = dice.chance(0.1) ? 200 : 1 + dice.below(3);
    for (let time = 0; time < times; time++) parts.push(dice.pick(parts));
  }
  return parts;
});

export const otherPaths = changing(
  'otherPaths',
  4,
  onePart((part, dice) => ({ ...part, name: dice.pick(PATHS) })),
);

export const untrueSizes = changing(
  'untrueSizes',
  4,
  onePart((part, dice) => ({
    ...part,
    declaredBytes: dice.pick([0, 1, 0xffffffff, 0xfffffffe, 0x7fffffff, part.content.length + 1, 20_000_000]),
  })),
);

export const otherMethods = changing(
  'otherMethods',
  3,
  onePart((part, dice) => {
    switch (dice.below(6)) {
      case 0:
        return { ...part, method: dice.pick([0, 8, 93]), frames: 1 + dice.below(4) };
      case 1:
        return { ...part, method: dice.pick([1, 9, 12, 14, 95, 98, 99, 65535]), packed: dice.bytes(40) };
      case 2:
        return { ...part, flags: dice.pick([1, 9, 0x41, 8, 0x2000, 0xffff, 0]) };
      case 3:
        return { ...part, method: 8, packed: dice.bytes(30) };
      case 4:
        return {
          ...part,
          method: 8,
          packed: deflateRawSync(Buffer.alloc(2_000_000, '[')),
          declaredBytes: 2_000_000,
        };
      default:
        return { ...part, method: 93, packed: gzipSync(Buffer.from(part.content)) };
    }
  }),
);

/** Archives in archives, and files that only look like one. */
export const otherArchive: Mutator = {
  name: 'otherArchive',
  weight: 2,
  mutate(input, dice) {
    const file = input.opened;
    const entry = input.files.get(file);
    if (entry?.kind === 'zip') {
      const bytes = spoilt(zipFile(entry.parts), dice);
      return withFile(input, file, { kind: 'bytes', bytes });
    }
    if (!byteFiles(input).includes(file) || !dice.chance(0.3)) return undefined;
    const name = dice.chance(0.5) ? file : 'samples/1_epoch_1.json';
    return withFile(input, file, { kind: 'zip', parts: [{ name, content: bytesOf(input, file) }] });
  },
};

function spoilt(zip: Buffer, dice: Dice): Buffer {
  switch (dice.below(5)) {
    case 0:
      return zipFile([
        { name: 'header.json', content: zip },
        { name: 'inner.eval', content: zip },
      ]);
    case 1:
      return Buffer.concat([dice.bytes(100), zip]);
    case 2:
      return Buffer.concat([zip, dice.bytes(100)]);
    case 3: {
      // The end of the directory: where it is, how long, how many members.
      const at = zip.length - 22 + 4 + dice.below(18);
      zip[at] = dice.below(256);
      return zip;
    }
    default: {
      const at = dice.below(zip.length);
      zip[at] = dice.below(256);
      return zip.subarray(0, dice.chance(0.5) ? zip.length : dice.below(zip.length));
    }
  }
}
