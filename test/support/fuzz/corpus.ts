/** The samples that inputs are made of: our own fixtures, public files read in place, and what we generate. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detectCompression } from '../../../src/importers/compression.ts';
import { describeBinary } from '../../../src/importers/encoding.ts';
import type { FileHead } from '../../../src/importers/importer.ts';
import { IMPORTERS } from '../../../src/importers/registry.ts';
import { openZip } from '../../../src/importers/zipArchive.ts';
import type { ZipPart } from '../zipFile.ts';
import type { FuzzEntry, FuzzInput } from './fuzzInput.ts';
import { generatedSamples } from './generatedSamples.ts';
import { shrinkText } from './shrink.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/importers/', import.meta.url));
const PUBLIC = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Folders whose files belong together, and the importer that reads them as one. */
const FOLDERS: readonly (readonly [root: string, folder: string, aim: string])[] = [
  [FIXTURES, 'agentic', 'agenticFolder'],
  [FIXTURES, 'audit', 'judgeAudit'],
  [FIXTURES, 'batch', 'openaiBatch'],
  [FIXTURES, 'bloom', 'bloom'],
  [FIXTURES, 'llmcomp', 'llmcompCache'],
  [FIXTURES, 'petri', 'petri'],
  [FIXTURES, 'truthfulQa', 'truthfulQaCsv'],
  [FIXTURES, 'verdicts', 'joinedById'],
  [FIXTURES, 'verdictSplit', 'verdictSplit'],
  [PUBLIC, 'persona-negation-judge-audit', 'judgeAudit'],
  [PUBLIC, 'two-judges', 'joinedById'],
  [PUBLIC, 'human-labels', 'joinedById'],
];

const SAMPLE_BYTES = 12 * 1024;
const FOLDER_FILE_BYTES = 3 * 1024;
const MOST_IN_FOLDER = 12;
/** Public files of one importer, and how large they may be. */
const MOST_PUBLIC = 6;
const LARGEST_READ = 6 * 1024 * 1024;
const MOST_MEMBERS = 14;

export class Corpus {
  readonly samples: readonly FuzzInput[];
  /** Importers that some sample is of, and `nothing` for samples that nobody knows. */
  readonly aims: readonly string[];
  readonly #byAim: ReadonlyMap<string, readonly FuzzInput[]>;

  constructor(samples: readonly FuzzInput[]) {
    this.samples = samples;
    this.#byAim = Map.groupBy(samples, ({ aim }) => aim);
    this.aims = [...this.#byAim.keys()].sort();
  }

  of(aim: string): readonly FuzzInput[] {
    return this.#byAim.get(aim) ?? [];
  }
}

/** Takes about a second; public files are left out where they aren't there. */
export async function loadCorpus(): Promise<Corpus> {
  const samples: FuzzInput[] = [];
  for (const file of filesIn(FIXTURES))
    samples.push(await fileSample(join(FIXTURES, file), `fixtures/${file}`));
  if (existsSync(PUBLIC)) samples.push(...(await publicSamples()));
  for (const [root, folder, aim] of FOLDERS) {
    if (existsSync(join(root, folder))) samples.push(await folderSample(join(root, folder), folder, aim));
  }
  samples.push(...generatedSamples());
  return new Corpus(samples);
}

async function publicSamples(): Promise<FuzzInput[]> {
  const all: FuzzInput[] = [];
  const bySize = filesIn(PUBLIC)
    .map((file) => ({ file, size: statSync(join(PUBLIC, file)).size }))
    .filter(({ size }) => size <= LARGEST_READ)
    .sort((a, b) => a.size - b.size || (a.file < b.file ? -1 : 1));
  const counts = new Map<string, number>();
  for (const { file } of bySize) {
    // Enough of one kind in one folder: most of them are alike.
    const kind = file.replace(/[^/]*(\.[^./]*)$/, '$1');
    const alike = counts.get(kind) ?? 0;
    counts.set(kind, alike + 1);
    if (alike < MOST_PUBLIC * 2) all.push(await fileSample(join(PUBLIC, file), `public/${file}`));
  }
  const taken = new Map<string, number>();
  return all.filter(({ aim }) => {
    const before = taken.get(aim) ?? 0;
    taken.set(aim, before + 1);
    return before < MOST_PUBLIC;
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.md$/i.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function fileSample(path: string, sample: string): Promise<FuzzInput> {
  const opened = path.split('/').at(-1) ?? 'file';
  const entry = await entryOf(path, SAMPLE_BYTES);
  const aim = entry.kind === 'zip' ? 'inspectEval' : aimOf(path, entry);
  return { sample, aim, files: new Map([[opened, entry]]), opened, done: [] };
}

async function folderSample(path: string, folder: string, aim: string): Promise<FuzzInput> {
  const files = new Map<string, FuzzEntry>();
  // Files of several kinds first: a folder of a hundred like ones is no folder of different ones.
  const ranked = filesIn(path).filter((file) => statSync(join(path, file)).size <= LARGEST_READ);
  const rank = (file: string): number => (/manifest|truth|judg|prompts?\//.test(file) ? 0 : 1);
  ranked.sort((a, b) => rank(a) - rank(b));
  for (const file of ranked.slice(0, MOST_IN_FOLDER)) {
    files.set(file, await entryOf(join(path, file), FOLDER_FILE_BYTES));
  }
  return { sample: `folder ${folder}`, aim, files, opened: '', done: [] };
}

async function entryOf(path: string, bytes: number): Promise<FuzzEntry> {
  const content = readFileSync(path);
  if (content.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return await zipEntry(path);
  if (detectCompression(content) !== undefined || describeBinary(content) !== undefined) {
    return { kind: 'bytes', bytes: content.subarray(0, bytes) };
  }
  return { kind: 'bytes', bytes: Buffer.from(shrinkText(content.toString('utf8'), bytes)) };
}

async function zipEntry(path: string): Promise<FuzzEntry> {
  const archive = await openZip(path, new AbortController().signal);
  try {
    const parts: ZipPart[] = [];
    const telling = archive.members.filter(({ name }) => /^header|^_journal|^summ|^reduc/.test(name));
    for (const member of [...new Set([...telling, ...archive.members])].slice(0, MOST_MEMBERS)) {
      const text = await archive.text(member);
      const method = member.method === 93 ? 93 : 8;
      parts.push({ name: member.name, content: shrinkText(text, FOLDER_FILE_BYTES), method });
    }
    return { kind: 'zip', parts };
  } finally {
    await archive.close();
  }
}

function aimOf(path: string, entry: FuzzEntry): string {
  const bytes = entry.kind === 'bytes' ? entry.bytes : Buffer.alloc(0);
  const name = path.split('/').at(-1) ?? '';
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const head: FileHead = { path, name, sizeBytes: bytes.length, text, complete: true };
  return IMPORTERS.find((importer) => importer.recognise(head) !== undefined)?.id ?? 'nothing';
}
