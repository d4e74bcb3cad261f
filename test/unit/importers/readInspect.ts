/** Reads an Inspect log through the importer that knows it, for the tests of this folder. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ImportedTranscript, ImportProblem } from '../../../src/core/imported.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { importerById } from '../../../src/importers/registry.ts';

export interface ReadLog {
  readonly transcripts: readonly ImportedTranscript[];
  readonly problems: readonly ImportProblem[];
  readonly facts: ReadonlyMap<string, unknown>;
  readonly batches: readonly number[];
  readonly sha256: string;
}

export async function readLog(path: string): Promise<ReadLog> {
  const { recognition } = await recogniseFile(path);
  assert.ok(recognition.kind === 'transcripts', JSON.stringify(recognition));
  assert.match(recognition.importer, /^inspect/);
  const transcripts: ImportedTranscript[] = [];
  const problems: ImportProblem[] = [];
  const facts = new Map<string, unknown>();
  const batches: number[] = [];
  const hash = createHash('sha256');
  const signal = new AbortController().signal;
  const onRaw = (bytes: Uint8Array): unknown => hash.update(bytes);
  for await (const items of importerById(recognition.importer).read({
    path,
    signal,
    onBytes: () => undefined,
    onRaw,
  })) {
    batches.push(items.length);
    for (const item of items) {
      if (item.kind === 'transcript') transcripts.push(item.transcript);
      else if (item.kind === 'problem') problems.push(item.problem);
      else if (item.kind === 'fact') facts.set(item.fact.name, item.fact.value);
    }
  }
  return { transcripts, problems, facts, batches, sha256: hash.digest('hex') };
}
