/** Reads fixtures and temporary files through importers, for the tests of this folder. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ImportedTranscript, ImportProblem } from '../../../src/core/imported.ts';
import type { JudgmentValue } from '../../../src/core/judgment.ts';
import type { Importer, ReadOptions } from '../../../src/importers/importer.ts';

export interface ReadResult {
  readonly transcripts: readonly ImportedTranscript[];
  readonly problems: readonly ImportProblem[];
}

/** Everything that an importer yields for a file. */
export async function readAll(
  importer: Importer,
  path: string,
  options: Partial<ReadOptions> = {},
): Promise<ReadResult> {
  const transcripts: ImportedTranscript[] = [];
  const problems: ImportProblem[] = [];
  const signal = new AbortController().signal;
  for await (const batch of importer.read({ path, signal, onBytes: () => undefined, ...options })) {
    for (const item of batch) {
      if (item.kind === 'transcript') transcripts.push(item.transcript);
      else if (item.kind === 'problem') problems.push(item.problem);
    }
  }
  return { transcripts, problems };
}

/** A fixture of this folder's importers. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/importers/${name}`, import.meta.url));
}

/** A file with that content in a folder that goes when the test ends. */
export async function temporaryFile(
  t: TestContext,
  name: string,
  content: string | Uint8Array,
): Promise<string> {
  const path = join(await temporaryFolder(t), name);
  await writeFile(path, content);
  return path;
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A metric's value in one line: the number, the text, or `missing: reason`. */
export function valueText(transcript: ImportedTranscript, metric: string): string {
  const value: JudgmentValue | undefined = transcript.judgments.find(
    (found) => found.metric === metric,
  )?.value;
  switch (value?.kind) {
    case undefined:
      return 'not judged';
    case 'number':
      return String(value.number);
    case 'class':
      return value.text;
    case 'boolean':
      return String(value.boolean);
    case 'missing':
      return `missing: ${value.reason}`;
  }
}
