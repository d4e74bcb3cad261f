/** Input, output and error files of OpenAI batches, put together by the ids in them. */
import { dirname } from 'node:path';
import type { BundleMember } from '../../core/importPlan.ts';
import { batchFile, customIdOf } from '../batchFiles.ts';
import type { FoundFile } from '../expandPaths.ts';
import { readJsonTexts } from '../jsonTexts.ts';
import type { Bundle, Bundler, Selection } from './bundler.ts';

interface Looked {
  readonly file: FoundFile;
  /** Of the first lines. */
  readonly ids: readonly string[];
  readonly failed: boolean;
}

export const batchPairs: Bundler = {
  id: 'batchPairs',
  async find(selection) {
    const inputs: FoundFile[] = [];
    const outputs: Looked[] = [];
    for (const file of selection.files) {
      // Folders of a hundred thousand JSON documents needn't be looked into: batches are always JSON Lines.
      if (!file.chosen && !/\.(jsonl|ndjson)(\.|$)/i.test(file.path)) continue;
      const head = await selection.head(file.path);
      const found = head === undefined ? undefined : batchFile(head);
      if (found?.kind === 'input') inputs.push(file);
      else if (found?.kind === 'output') {
        const ids = found.json.values.flatMap(({ custom_id: id }) => (typeof id === 'string' ? [id] : []));
        outputs.push({ file, ids, failed: found.failed });
      }
    }
    if (inputs.length === 0 || outputs.length === 0) return [];
    const shared = await sharedIds(inputs, outputs, selection);
    const byInput = new Map<FoundFile, Looked[]>();
    for (const output of outputs) {
      const input = bestInput(output, inputs, shared);
      if (input !== undefined) byInput.set(input, [...(byInput.get(input) ?? []), output]);
    }
    return [...byInput].flatMap(([input, answers]) => bundleOf(input, answers) ?? []);
  },
};

type Shared = ReadonlyMap<FoundFile, ReadonlyMap<Looked, number>>;

/** How many of an output's first ids each input has: outputs are in any order, so inputs are read through. */
async function sharedIds(
  inputs: readonly FoundFile[],
  outputs: readonly Looked[],
  { signal }: Selection,
): Promise<Shared> {
  const wanted = new Map<string, Looked[]>();
  for (const output of outputs)
    for (const id of new Set(output.ids)) wanted.set(id, [...(wanted.get(id) ?? []), output]);
  const shared = new Map<FoundFile, Map<Looked, number>>();
  for (const input of inputs) {
    const counts = new Map<Looked, number>();
    const lines = readJsonTexts({ path: input.path, signal, onBytes: () => undefined, layout: 'lines' });
    for await (const events of lines) {
      for (const event of events) {
        const id = 'text' in event ? customIdOf(event.text) : undefined;
        for (const output of id === undefined ? [] : (wanted.get(id) ?? []))
          counts.set(output, (counts.get(output) ?? 0) + 1);
      }
    }
    shared.set(input, counts);
  }
  return shared;
}

/** Ids such as `request-1` occur in many batches: the most shared wins, then the one in the same folder. */
function bestInput(output: Looked, inputs: readonly FoundFile[], shared: Shared): FoundFile | undefined {
  const folder = dirname(output.file.path);
  const ranked = inputs
    .map((input) => ({
      input,
      count: shared.get(input)?.get(output) ?? 0,
      near: dirname(input.path) === folder,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || Number(b.near) - Number(a.near));
  return ranked[0]?.input;
}

function bundleOf(input: FoundFile, answers: readonly Looked[]): Bundle | undefined {
  const outputs = answers.filter(({ failed }) => !failed).map(({ file }) => file);
  const errors = answers.filter(({ failed }) => failed).map(({ file }) => file);
  const [main, ...others] = outputs;
  if (main === undefined) return undefined;
  const member =
    (role: string) =>
    ({ path }: FoundFile): BundleMember => ({ path, role });
  const files = [main, input, ...others, ...errors];
  return {
    path: main.path,
    members: [member('input')(input), ...others.map(member('output')), ...errors.map(member('errors'))],
    recognition: {
      kind: 'transcripts',
      importer: 'openaiBatch',
      description: `OpenAI batch with its input${errors.length === 0 ? '' : ' and its errors'}`,
      carries: ['model'],
      headerOnly: false,
    },
    claimed: new Set(files.map(({ path }) => path)),
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}
