/** results_*.json of lm-evaluation-harness: what it says of a run; it holds no answers. */
import { AuditError } from '../core/errors.ts';
import type { ImportedSource, RunFact } from '../core/imported.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { readSmallFile } from './smallFile.ts';

const REASON = 'It holds the results of an lm-evaluation-harness run as figures, and no answers.';
const HINT = 'Import the samples_….jsonl beside it, with this file: its figures become part of the run.';

export const lmEvalResults: Importer = {
  id: 'lmEvalResults',
  version: 1,
  recognise: (head) => (isResults(head) ? { kind: 'refused', reason: REASON, hint: HINT } : undefined),
  defaultRule: () => undefined,
  read() {
    throw new AuditError('table-of-figures', REASON, HINT);
  },
};

/** True for the header file of a run. */
export function isResults(head: FileHead): boolean {
  const start = head.text.slice(0, 2_000);
  return (
    /^\s*\{\s*"results"\s*:\s*\{/.test(start) && /"(configs|versions|n-shot|git_hash)"\s*:/.test(head.text)
  );
}

/** The tasks that the file has figures of, as far as its beginning tells. */
export function tasksOf(head: FileHead): readonly string[] {
  if (head.complete) {
    try {
      const value = parseLenientJson(head.text);
      return isObject(value) && isObject(value['results']) ? Object.keys(value['results']) : [];
    } catch {
      return [];
    }
  }
  const first = /^\s*\{\s*"results"\s*:\s*\{\s*"((?:[^"\\]|\\.){1,200})"/.exec(head.text)?.[1];
  return first === undefined ? [] : [first];
}

export interface LmEvalHeader {
  readonly source: ImportedSource;
  readonly model: string | undefined;
  readonly facts: readonly Extract<ImportItem, { kind: 'fact' }>[];
}

/** Reads the members of role `header`. @throws AuditError when one can't be read */
export async function readLmEvalHeaders({ members = [], signal }: ReadOptions): Promise<LmEvalHeader[]> {
  const headers: LmEvalHeader[] = [];
  for (const { path, role } of members) {
    if (role !== 'header') continue;
    const { text, source } = await readSmallFile(path, signal);
    let value: unknown;
    try {
      value = parseLenientJson(text);
    } catch (error) {
      throw new AuditError('bad-input', `${path} isn’t valid JSON.`, '', { cause: error });
    }
    if (isObject(value)) headers.push(headerOf(value, source));
  }
  return headers;
}

function headerOf(value: JsonObject, source: ImportedSource): LmEvalHeader {
  const config = isObject(value['config']) ? value['config'] : {};
  const name = value['model_name'] ?? config['model_name'];
  const args = typeof config['model_args'] === 'string' ? config['model_args'] : '';
  const model = typeof name === 'string' ? name : /(?:^|,)(?:pretrained|model)=([^,]+)/.exec(args)?.[1];
  const counts = isObject(value['n-samples']) ? value['n-samples'] : {};
  const facts: RunFact[] = [{ name: 'tool', value: 'lm-evaluation-harness' }];
  const metrics = reportedMetrics(isObject(value['results']) ? value['results'] : {}, counts);
  if (metrics.length > 0) facts.push({ name: 'reportedMetrics', value: metrics });
  const effective = Object.values(counts).map((count) => (isObject(count) ? count['effective'] : undefined));
  if (effective.length === 1 && typeof effective[0] === 'number') {
    facts.push({ name: 'reportedTranscripts', value: effective[0] });
  }
  for (const key of ['n-shot', 'git_hash', 'date', 'config'] as const) {
    if (value[key] !== undefined) facts.push({ name: key, value: value[key] });
  }
  return { source, model, facts: facts.map((fact) => ({ kind: 'fact', fact })) };
}

/** `{task: {"metric,filter": value, "metric_stderr,filter": value}}` as a list. */
function reportedMetrics(results: JsonObject, counts: JsonObject): unknown[] {
  return Object.entries(results).flatMap(([task, figures]) => {
    if (!isObject(figures)) return [];
    const count = counts[task];
    const n = isObject(count) && typeof count['effective'] === 'number' ? count['effective'] : undefined;
    return Object.entries(figures).flatMap(([key, value]) => {
      const [metric = key, filter = ''] = key.split(',');
      if (typeof value !== 'number' || metric.endsWith('_stderr')) return [];
      const stderr = figures[`${metric}_stderr${filter === '' ? '' : `,${filter}`}`];
      return [
        {
          scorer: task,
          metric,
          value,
          ...(typeof stderr === 'number' ? { stderr } : undefined),
          ...(n === undefined ? undefined : { n }),
        },
      ];
    });
  });
}
