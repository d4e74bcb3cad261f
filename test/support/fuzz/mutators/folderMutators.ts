/** Changes to folders and to files' names. */
import { byteFiles, bytesOf, type FuzzEntry, type FuzzInput } from '../fuzzInput.ts';
import { LINK_TARGETS } from '../spareLinks.ts';
import type { Mutator } from './mutator.ts';

const ENDINGS = [
  '.csv',
  '.json',
  '.jsonl',
  '.eval',
  '.txt',
  '.parquet',
  '.yaml',
  '.tsv',
  '.zip',
  '.gz',
  '',
  '.CSV',
  '.json.gz',
];

const NAMES = [
  'transcript_v1r1.json', 'judgment.json', 'manifest.json', 'response.json', 'a_misaligned.jsonl', 'flagged_a.jsonl', 'samples_owls_2024.jsonl',
  'evaluated__en.csv', 'a b.csv', '..csv', 'e\u0301.json', '%2e%2e.json', '-rf.json', '$(id).csv', "a'b.jsonl", 'ground_truth.json', 'rollouts.jsonl',
  'judgments.x.jsonl', 'batch_output.jsonl', 'CON.csv', `${'n'.repeat(200)}.jsonl`, '__proto__', 'constructor.json',
]; // prettier-ignore

function moved(input: FuzzInput, from: string, to: string): FuzzInput | undefined {
  const entry = input.files.get(from);
  // Of some names nothing is left but dots.
  if (entry === undefined || input.files.has(to) || !/[^./][^/]*$/.test(to)) return undefined;
  const files = new Map(input.files);
  files.delete(from);
  files.set(to, entry);
  return { ...input, files, opened: input.opened === from ? to : input.opened };
}

export const otherName: Mutator = {
  name: 'otherFileName',
  weight: 2,
  mutate(input, dice) {
    const names = [...input.files.keys()];
    if (names.length === 0) return undefined;
    const from = input.opened === '' ? dice.pick(names) : input.opened;
    const folder = from.slice(0, from.lastIndexOf('/') + 1);
    const stem = from.replace(/\.[^./]*$/, '');
    return moved(input, from, dice.chance(0.5) ? stem + dice.pick(ENDINGS) : folder + dice.pick(NAMES));
  },
};

/** Contents change places: the judgments stand where the transcripts should. */
export const swapFiles: Mutator = {
  name: 'swapFiles',
  weight: 3,
  mutate(input, dice) {
    const names = [...input.files.keys()];
    if (names.length < 2) return undefined;
    const [one, other] = [dice.pick(names), dice.pick(names)];
    const [first, second] = [input.files.get(one), input.files.get(other)];
    if (first === undefined || second === undefined || one === other) return undefined;
    const files = new Map<string, FuzzEntry>(input.files).set(one, second).set(other, first);
    return { ...input, files };
  },
};

export const otherFiles: Mutator = {
  name: 'otherFiles',
  weight: 3,
  mutate(input, dice, pool) {
    const files = new Map(input.files);
    const names = [...files.keys()];
    if (input.opened !== '' || names.length === 0) return undefined;
    const name = dice.pick(names);
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    switch (dice.below(4)) {
      case 0:
        files.delete(name);
        break;
      case 1:
        files.set(`${folder}copy-${name.slice(folder.length)}`, files.get(name) ?? EMPTY);
        break;
      case 2: {
        const other = dice.pick(pool);
        const [from] = byteFiles(other);
        files.set(name, from === undefined ? EMPTY : { kind: 'bytes', bytes: bytesOf(other, from) });
        break;
      }
      default:
        files.set(name, EMPTY);
    }
    return { ...input, files };
  },
};

const EMPTY: FuzzEntry = { kind: 'bytes', bytes: Buffer.alloc(0) };

/** Links that lead out of the folder, in circles, and to nothing. */
export const links: Mutator = {
  name: 'links',
  weight: 1,
  mutate(input, dice) {
    const names = [...input.files.keys()];
    if (names.length === 0) return undefined;
    const name = dice.pick(names);
    const target = dice.pick(LINK_TARGETS);
    const files = new Map<string, FuzzEntry>(input.files);
    const at = dice.chance(0.5)
      ? name
      : `${name.slice(0, name.lastIndexOf('/') + 1)}link${dice.pick(ENDINGS)}`;
    files.set(at, { kind: 'link', target });
    return { ...input, files };
  },
};
