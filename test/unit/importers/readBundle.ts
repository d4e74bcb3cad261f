/** Reads files of one selection as the import would: bundled where they belong together. For the tests of this folder. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  ImportedLabel,
  ImportedSource,
  ImportedTranscript,
  ImportProblem,
} from '../../../src/core/imported.ts';
import type { Bundle, Bundler } from '../../../src/importers/bundles/bundler.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import type { Importer, ReadOptions } from '../../../src/importers/importer.ts';
import { importerById } from '../../../src/importers/registry.ts';

export interface BundleReading {
  readonly transcripts: readonly ImportedTranscript[];
  readonly problems: readonly ImportProblem[];
  readonly sources: readonly ImportedSource[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Public data, read in place. */
export function shared(name: string): string {
  return fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url));
}

/** What a bundler makes of these files. */
export async function bundlesOf(bundler: Bundler, paths: readonly string[]): Promise<readonly Bundle[]> {
  return await bundler.find({
    files: paths.map((path) => ({ path, label: basename(path), chosen: true, sizeBytes: 0, modifiedMs: 0 })),
    head: async (path) => {
      const reading = await readFileHead(path);
      return reading.kind === 'text' ? reading.head : undefined;
    },
    signal: new AbortController().signal,
  });
}

/** Reads the only bundle of these files. */
export async function readBundle(bundler: Bundler, paths: readonly string[]): Promise<BundleReading> {
  const [bundle, ...others] = await bundlesOf(bundler, paths);
  if (bundle?.recognition.kind !== 'transcripts' || others.length > 0) {
    throw new Error(`these files are no single bundle: ${paths.join(', ')}`);
  }
  const importer = importerById(bundle.recognition.importer);
  return await readItems(importer, bundle.path, { members: bundle.members ?? [] });
}

/** Everything that an importer yields for a file. */
export async function readItems(
  importer: Importer,
  path: string,
  options: Partial<ReadOptions> = {},
): Promise<BundleReading> {
  const transcripts: ImportedTranscript[] = [];
  const problems: ImportProblem[] = [];
  const sources: ImportedSource[] = [];
  const facts: Record<string, unknown> = {};
  const signal = new AbortController().signal;
  for await (const batch of importer.read({ path, signal, onBytes: () => undefined, ...options })) {
    for (const item of batch) {
      if (item.kind === 'transcript') transcripts.push(item.transcript);
      else if (item.kind === 'problem') problems.push(item.problem);
      else if (item.kind === 'source') sources.push(item.source);
      else facts[item.fact.name] = item.fact.value;
    }
  }
  return { transcripts, problems, sources, facts };
}

/** The label that an annotator gave, if any. */
export function labelBy({ labels = [] }: ImportedTranscript, annotator: string): ImportedLabel | undefined {
  return labels.find((label) => label.annotator === annotator);
}
