/** Everything that is done with one input: written, imported, looked at, removed. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dice } from './dice.ts';
import type { FuzzInput } from './fuzzInput.ts';
import type { InputReport } from './fuzzReport.ts';
import { forgetPeak, peakMegabytes } from './peakMemory.ts';
import { readInput, type Opening } from './readInput.ts';
import type { SpareLinks } from './spareLinks.ts';
import { writeInput } from './writeInput.ts';

/** For choices made while reading, so that they don't depend on those made while changing. */
const READING = 700_000_001;

export interface RunInput {
  readonly report: InputReport;
  readonly openings: readonly Opening[];
  /** Where its files are. */
  readonly folder: string;
}

/** @param folder where the input gets a folder of its own, which the caller removes */
export async function runInput(
  input: FuzzInput,
  seed: number,
  folder: string,
  links: SpareLinks,
): Promise<RunInput> {
  const own = join(folder, `input-${seed}`);
  const path = await writeInput(input, join(own, 'files'), links);
  // Links that somebody made are followed; what is found there is of the input.
  writeFileSync(join(own, 'elsewhere.csv'), 'question,answer\nWhy?,Because.\n');
  return await runPath({ path, bytes: unpackedBytes(input), own, folder, seed, about: input });
}

export interface WrittenInput {
  readonly path: string;
  /** Unpacked. */
  readonly bytes: number;
  readonly own: string;
  readonly folder: string;
  readonly seed: number;
  readonly about: Pick<FuzzInput, 'sample' | 'aim' | 'done'>;
}

export async function runPath({ path, bytes, own, folder, seed, about }: WrittenInput): Promise<RunInput> {
  forgetPeak();
  const before = listing(folder, own);
  const used = process.cpuUsage();
  const reading = await readInput(path, bytes, new Dice(seed + READING));
  const { user, system } = process.cpuUsage(used);
  const wrong = [...reading.wrong];
  const after = listing(folder, own);
  if (before !== after) wrong.push(`files were made: ${after.slice(0, 500)}`);
  const report: InputReport = {
    seed,
    sample: about.sample,
    aim: about.aim,
    done: about.done,
    outcome: reading.outcome,
    knownBy: reading.knownBy,
    transcripts: reading.transcripts,
    milliseconds: (user + system) / 1000,
    peakMegabytes: peakMegabytes(),
    wrong,
  };
  return { report, openings: reading.openings, folder: own };
}

/** Names of what lies in the input and beside it. */
function listing(folder: string, own: string): string {
  return [...readdirSync(folder), ...namesIn(own)].sort().join('\n');
}

/** Node's own recursive listing follows links, in circles too. */
function namesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...namesIn(path)] : [path];
  });
}

export function removeInput({ folder }: RunInput): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Packed data counts as what is in it, as far as that is allowed to grow. */
function unpackedBytes({ files }: FuzzInput): number {
  let size = 1;
  for (const entry of files.values()) {
    if (entry.kind === 'zip') for (const { content } of entry.parts) size += content.length;
    if (entry.kind === 'bytes') size += entry.bytes.length;
  }
  return size;
}
