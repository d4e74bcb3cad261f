/** Reads files as the fuzzer does: for tests that keep what it has found. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ImportedTranscript, ImportProblem } from '../../../src/core/imported.ts';
import { importerById } from '../../../src/importers/registry.ts';
import { Dice } from '../../support/fuzz/dice.ts';
import { readInput } from '../../support/fuzz/readInput.ts';
import { readAll, temporaryFolder } from './readAll.ts';

export interface Found {
  /** Of the first thing in it that can be imported. */
  readonly transcripts: readonly ImportedTranscript[];
  readonly problems: readonly ImportProblem[];
  readonly importer: string | undefined;
}

/** Reads files, of which the fuzzer must have nothing to say, and returns what was read. */
export async function reading(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
  opened = Object.keys(files)[0] ?? '',
): Promise<Found> {
  const folder = await temporaryFolder(t);
  let bytes = 1;
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
    bytes += content.length;
  }
  const { openings, wrong } = await readInput(join(folder, opened), bytes, new Dice(1));
  assert.deepEqual(wrong, []);
  const [first] = openings;
  if (first === undefined) return { transcripts: [], problems: [], importer: undefined };
  const { path, importer, ...options } = first;
  return { ...(await readAll(importerById(importer), path, options)), importer };
}
