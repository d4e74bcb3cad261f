/** Reads what an Inspect log says of the run as a whole: the log without its samples, of versions 1 to 3. */
import type { RunFact } from '../../core/imported.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';

/** What is known of a scorer before its first score. */
export interface ScorerFacts {
  readonly name: string;
  readonly model?: string;
  readonly prompt?: string;
  readonly parameters?: JsonObject;
}

export interface InspectHeader {
  readonly version: number;
  /** `started` while it runs, and for ever when it crashed. */
  readonly status: string;
  readonly task: string;
  readonly model: string;
  /** How many samples (times epochs) the log counts; undefined when it doesn't. */
  readonly total: number | undefined;
  readonly scorers: ReadonlyMap<string, ScorerFacts>;
  /** Names under which results are reported, with the scorer of each; they differ for dimensions of one scorer. */
  readonly reported: readonly {
    readonly name: string;
    readonly scorer: string;
    readonly result: JsonObject;
  }[];
  readonly log: JsonObject;
}

/** The newest version whose samples are known to be read right. */
export const NEWEST_VERSION = 3;

/** Undefined when it isn't the header of an Inspect log. */
export function readHeader(log: unknown): InspectHeader | undefined {
  if (!isObject(log) || !isObject(log['eval'])) return undefined;
  const { task, model } = log['eval'];
  if (typeof task !== 'string' || typeof model !== 'string') return undefined;
  const results = isObject(log['results']) ? log['results'] : {};
  const reported = reportedIn(results);
  return {
    version: typeof log['version'] === 'number' ? log['version'] : 1,
    status: typeof log['status'] === 'string' ? log['status'] : 'started',
    task,
    model,
    total: numberIn(results, 'total_samples') ?? numberIn(results, 'completed_samples'),
    scorers: scorersOf(log['eval'], reported),
    reported,
    log,
  };
}

/** A list of results, or in version 1 one scorer with its metrics. */
function reportedIn(results: JsonObject): InspectHeader['reported'] {
  const list = results['scores'] ?? results['scorers'];
  const single = isObject(results['scorer']) ? [{ ...results['scorer'], metrics: results['metrics'] }] : [];
  return (Array.isArray(list) ? (list as unknown[]) : single).flatMap((result) => {
    if (!isObject(result) || typeof result['name'] !== 'string') return [];
    const scorer = typeof result['scorer'] === 'string' ? result['scorer'] : result['name'];
    return [{ name: result['name'], scorer, result }];
  });
}

function scorersOf(
  evaluation: JsonObject,
  reported: InspectHeader['reported'],
): ReadonlyMap<string, ScorerFacts> {
  const scorers = new Map<string, ScorerFacts>();
  const roles = isObject(evaluation['model_roles']) ? evaluation['model_roles'] : {};
  const grader = isObject(roles['grader']) ? roles['grader']['model'] : roles['grader'];
  const add = (name: unknown, params: unknown): void => {
    if (typeof name !== 'string' || scorers.has(name)) return;
    const parameters = isObject(params) && Object.keys(params).length > 0 ? params : undefined;
    const model = parameters?.['model'] ?? (/model_graded|grader|judge/i.test(name) ? grader : undefined);
    const prompt = parameters?.['template'] ?? parameters?.['instructions'];
    scorers.set(name, {
      name,
      ...(typeof model === 'string' && model !== '' ? { model } : undefined),
      ...(typeof prompt === 'string' ? { prompt } : undefined),
      ...(parameters === undefined ? undefined : { parameters }),
    });
  };
  const listed = Array.isArray(evaluation['scorers']) ? (evaluation['scorers'] as unknown[]) : [];
  for (const scorer of listed) if (isObject(scorer)) add(scorer['name'], scorer['options']);
  for (const { scorer, result } of reported) add(scorer, result['params']);
  return scorers;
}

/** What is kept of a header as facts of the run. `metrics` are the ones that transcripts of the log have. */
export function headerFacts(header: InspectHeader, metrics: ReadonlySet<string>): RunFact[] {
  const { log, total, reported, version, status } = header;
  const evaluation = isObject(log['eval']) ? log['eval'] : {};
  const packages = isObject(evaluation['packages']) ? evaluation['packages'] : {};
  const facts: RunFact[] = [
    { name: 'status', value: status },
    { name: 'tool', value: { name: 'inspect_ai', version: packages['inspect_ai'] ?? null, format: version } },
  ];
  if (total !== undefined) facts.push({ name: 'reportedTranscripts', value: total });
  const figures = reported.flatMap((entry) => figuresOf(entry, metrics));
  if (figures.length > 0) facts.push({ name: 'reportedMetrics', value: figures });
  // Ids of samples are those of the transcripts, and there may be very many.
  const { dataset, packages: _, ...rest } = evaluation;
  if (isObject(dataset)) facts.push({ name: 'dataset', value: { ...dataset, sample_ids: undefined } });
  facts.push({ name: 'eval', value: rest });
  for (const name of ['plan', 'stats', 'error', 'invalidated', 'tags', 'metadata', 'log_updates']) {
    if ((log[name] ?? null) !== null && log[name] !== false) facts.push({ name, value: log[name] });
  }
  return facts;
}

/** The name of a result's metric among ours: its own, or that of a dimension of its scorer. */
export function metricName(name: string, scorer: string, metrics: ReadonlySet<string>): string {
  const dimension = `${scorer}.${name}`;
  return name !== scorer && metrics.has(dimension) && !metrics.has(name) ? dimension : name;
}

function figuresOf(
  { name, scorer, result }: InspectHeader['reported'][number],
  metrics: ReadonlySet<string>,
): JsonObject[] {
  const values = isObject(result['metrics']) ? result['metrics'] : {};
  const valueOf = (metric: string): number | undefined => {
    const entry = values[metric];
    return isObject(entry) ? numberIn(entry, 'value') : undefined;
  };
  const stderr = valueOf('stderr');
  const n = numberIn(result, 'scored_samples');
  const { reducer } = result;
  return Object.keys(values)
    .filter((metric) => metric !== 'stderr')
    .map((metric) => ({
      scorer: metricName(name, scorer, metrics),
      metric,
      value: valueOf(metric) ?? null,
      // A standard error is that of the mean; other metrics have none.
      ...(stderr !== undefined && /accuracy|mean/.test(metric) ? { stderr } : undefined),
      ...(n === undefined ? undefined : { n }),
      ...(typeof reducer === 'string' ? { reducer } : undefined),
    }));
}

function numberIn(object: JsonObject, key: string): number | undefined {
  const value = object[key];
  return typeof value === 'number' ? value : undefined;
}
