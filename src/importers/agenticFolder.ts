/**
 * A folder of agentic-misalignment samples: `models/<model>/<condition>/sample_NNN/response.json` and
 * `prompts/<condition>/*.txt` (formats F11, protocol P11). The importer lists the folder itself, condition by condition,
 * so that a hundred thousand samples need no more memory than one condition's names.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AuditError } from '../core/errors.ts';
import type { VerdictRule } from '../core/verdictRule.ts';
import { agenticSample, HARMFUL } from './agenticSample.ts';
import { agenticPrompts, conditionParts } from './agenticPrompts.ts';
import { fileError, throwIfAborted } from './byteSource.ts';
import { foldersIn } from './foldersIn.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { isObject, parseLenientJson } from './lenientJson.ts';
import { LIMIT_IN_WORDS, MAXIMUM_RECORD_BYTES } from './limits.ts';
import { problemOf, rejected } from './tableItems.ts';

const SAMPLE = /^sample_(\d+)$/;
export const RESPONSE_PATH = /(?:^|\/)models\/([^/]+)\/([^/]+)\/sample_(\d+)\/response\.json$/;
/** Missing samples named in one problem. */
const NAMED_GAPS = 20;
const SAMPLES_A_BATCH = 50;

const HARMFUL_RULE: VerdictRule = {
  name: 'harmful behaviour',
  gate: [],
  positive: [[{ metric: HARMFUL, op: 'in', values: ['TRUE'] }]],
  missing: 'drop',
  positiveName: 'harmful',
  negativeName: 'harmless',
  excludedName: 'left out',
};

export const agenticFolder: Importer = {
  id: 'agenticFolder',
  version: 1,

  recognise(head) {
    return isSample(head)
      ? {
          kind: 'refused',
          reason: 'It is one sample of an agentic-misalignment run: its prompt is in another file.',
          hint: 'Import the folder that holds “models” and “prompts”.',
        }
      : undefined;
  },

  defaultRule: () => HARMFUL_RULE,

  async *read(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
    const { path: root, signal } = options;
    const modelsFolder = join(root, 'models');
    const models = await foldersIn(modelsFolder, signal);
    const progress = { bytes: 0, row: 0 };
    for (const model of models) {
      for (const condition of await foldersIn(join(modelsFolder, model), signal)) {
        yield* readCondition({ root, model, condition, options, progress });
      }
    }
  },
};

/** The file where it lies tells as much as what is in it. */
function isSample({ path, text }: FileHead): boolean {
  const slashed = path.replaceAll('\\', '/');
  return RESPONSE_PATH.test(slashed) && /"(raw_response|classification|error)"\s*:/.test(text);
}

interface ConditionJob {
  readonly root: string;
  readonly model: string;
  readonly condition: string;
  readonly options: ReadOptions;
  readonly progress: { bytes: number; row: number };
}

async function* readCondition(job: ConditionJob): AsyncGenerator<readonly ImportItem[]> {
  const { root, model, condition, options, progress } = job;
  const { signal } = options;
  const folder = join(root, 'models', model, condition);
  const numbers = (await foldersIn(folder, signal)).flatMap((name) => {
    const number = SAMPLE.exec(name)?.[1];
    return number === undefined ? [] : [{ name, number: Number(number) }];
  });
  if (numbers.length === 0) return;
  const prompts = await agenticPrompts(join(root, 'prompts', condition));
  if (prompts === undefined) {
    const reason = `prompts/${condition} has no prompt: its samples are kept without what was asked.`;
    yield [{ kind: 'problem', problem: problemOf({ row: 0, line: 1 }, 'warning', reason, '') }];
  }
  const present = new Set<number>();
  let batch: ImportItem[] = [];
  for (const { name, number } of numbers) {
    throwIfAborted(signal);
    const path = join(folder, name, 'response.json');
    const stats = await statsOf(path);
    // An answer that was empty has no file; the gap is told of below.
    if (stats === undefined) continue;
    const { sizeBytes, modifiedMs } = stats;
    present.add(number);
    progress.bytes += sizeBytes;
    progress.row++;
    if (options.isStored?.({ path, sizeBytes, modifiedMs }) !== true) {
      batch.push(...(await readSample(path, sizeBytes, number, { prompts, ...job })));
    }
    options.onBytes(progress.bytes);
    if (batch.length < SAMPLES_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  const gaps = gapsIn(
    numbers.map(({ number }) => number),
    present,
  );
  if (gaps.length > 0) batch.push(gapProblem(gaps, `${model}/${condition}`));
  if (batch.length > 0) yield batch;
}

async function readSample(
  path: string,
  sizeBytes: number,
  sample: number,
  {
    prompts,
    model,
    condition,
    progress,
  }: ConditionJob & { readonly prompts: Awaited<ReturnType<typeof agenticPrompts>> },
): Promise<readonly ImportItem[]> {
  const at = { row: 1, line: 1 };
  const place = `${model}/${condition}/${basename(dirname(path))}`;
  const bad = (reason: string, text: string): readonly ImportItem[] => [
    rejected({ ...at, row: progress.row }, `${place}: ${reason}`, text),
  ];
  if (sizeBytes > MAXIMUM_RECORD_BYTES)
    return bad(`The file is longer than ${LIMIT_IN_WORDS}, the limit for one transcript.`, '');
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return bad(fileError(path, error).message, '');
  }
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = parseLenientJson(text);
  } catch {
    return bad('It isn’t valid JSON.', text);
  }
  if (!isObject(value)) return bad('It isn’t a JSON object.', text);
  const read = agenticSample(value, {
    at,
    model,
    condition,
    parts: conditionParts(condition),
    sample,
    prompts,
  });
  if (read.kind === 'unreadable') return bad(read.reason, text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return [
    { kind: 'source', source: { path, sizeBytes, sha256 } },
    { kind: 'transcript', transcript: read.transcript },
    ...read.warnings.map((reason): ImportItem => ({
      kind: 'problem',
      problem: problemOf(at, 'warning', `${place}: ${reason}`, text),
    })),
  ];
}

async function statsOf(
  path: string,
): Promise<{ readonly sizeBytes: number; readonly modifiedMs: number } | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? { sizeBytes: stats.size, modifiedMs: stats.mtimeMs } : undefined;
  } catch (error) {
    const problem = fileError(path, error);
    if (problem.kind === 'file-missing') return undefined;
    throw new AuditError(problem.kind, problem.message, problem.hint, { cause: error });
  }
}

/** Numbers up to the last folder's without a response: folders that are empty, and folders that aren't there. */
function gapsIn(numbers: readonly number[], present: ReadonlySet<number>): readonly number[] {
  let first = numbers[0] ?? 0;
  let last = first;
  for (const number of numbers) {
    first = Math.min(first, number);
    last = Math.max(last, number);
  }
  // A stray folder with a huge number names no gap of a million samples.
  if (last - first > numbers.length * 10 + 1000) return numbers.filter((number) => !present.has(number));
  const gaps: number[] = [];
  for (let number = Math.min(first, 1); number <= last; number++) if (!present.has(number)) gaps.push(number);
  return first === 0 ? gaps : gaps.filter((number) => number > 0);
}

function gapProblem(gaps: readonly number[], place: string): ImportItem {
  const named = gaps.slice(0, NAMED_GAPS).join(', ');
  const more = gaps.length > NAMED_GAPS ? ` and ${gaps.length - NAMED_GAPS} more` : '';
  const samples = gaps.length === 1 ? 'Sample' : 'Samples';
  const reason = `${samples} ${named}${more} of ${place} ${gaps.length === 1 ? 'has' : 'have'} no response: the answer was empty, or it was never asked.`;
  return { kind: 'problem', problem: problemOf({ row: gaps[0] ?? 0, line: 1 }, 'warning', reason, '') };
}
