/** What one logged sample of lm-evaluation-harness holds, in its older and newer layouts. */
import type { Judge, Judgment, JudgmentValue } from '../core/judgment.ts';
import { isObject, type JsonObject } from './lenientJson.ts';
import { scaleOfMeasure } from './truthfulQaTerms.ts';

/** Keys that are no metrics. */
const OF_THE_SAMPLE = new Set([
  'doc_id',
  'doc',
  'target',
  'arguments',
  'resps',
  'filtered_resps',
  'filter',
  'metrics',
  'doc_hash',
  'prompt_hash',
  'target_hash',
]);

/** The prompt of the first request: `{gen_args_0: {arg_0}}`, or `[[prompt, settings]]` as older versions wrote it. */
export function promptSent(args: unknown): string | undefined {
  const first: unknown = Array.isArray(args) ? args[0] : isObject(args) ? Object.values(args)[0] : undefined;
  const prompt: unknown = Array.isArray(first) ? first[0] : isObject(first) ? first['arg_0'] : undefined;
  return typeof prompt === 'string' ? prompt : undefined;
}

/** How the answer was sampled (`temperature`, `until` and the like), where it was generated. */
export function settingsSent(args: unknown): JsonObject {
  const first: unknown = Array.isArray(args) ? args[0] : isObject(args) ? Object.values(args)[0] : undefined;
  const settings: unknown = Array.isArray(first) ? first[1] : isObject(first) ? first['arg_1'] : undefined;
  return isObject(settings) ? settings : {};
}

export interface LoggedAnswer {
  readonly text: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The answers: what was generated; or, where likelihoods of given answers were asked, the likeliest of them. */
export function answersOf(value: JsonObject): LoggedAnswer[] {
  const resps = Array.isArray(value['resps']) ? (value['resps'] as unknown[]) : [];
  const first: unknown = resps[0];
  if (Array.isArray(first) && first.every((text) => typeof text === 'string') && !isLikelihood(first)) {
    return first.map((text) => ({ text }));
  }
  const likelihoods = resps.map(likelihoodOf);
  const known = likelihoods.filter((number) => number !== undefined);
  if (known.length === 0 || known.length < likelihoods.length) return [];
  const choices = continuations(value['arguments']);
  const best = known.indexOf(known.reduce((most, one) => Math.max(most, one), -Infinity));
  return [{ text: choices[best] ?? `answer ${best + 1}`, more: { choices, loglikelihoods: known } }];
}

/** `["-1.25", "False"]`: the logarithm of the likelihood, and whether greedy decoding would have given the answer. */
function isLikelihood(list: readonly unknown[]): boolean {
  return list.length === 2 && /^(True|False)$/i.test(String(list[1])) && Number.isFinite(Number(list[0]));
}

function likelihoodOf(resp: unknown): number | undefined {
  let list = resp;
  while (Array.isArray(list) && list.length === 1) list = (list as unknown[])[0];
  if (!Array.isArray(list) || !isLikelihood(list)) return undefined;
  return Number(list[0]);
}

function continuations(args: unknown): string[] {
  const requests: unknown[] = Array.isArray(args) ? args : isObject(args) ? Object.values(args) : [];
  return requests.map((request) => {
    const text: unknown = Array.isArray(request)
      ? request[1]
      : isObject(request)
        ? request['arg_1']
        : undefined;
    return typeof text === 'string' ? text.trim() : '';
  });
}

/** The metrics that stand beside the sample, as judgments of scorers of their names. */
export function metricsOf(value: JsonObject): Judgment[] {
  return Object.entries(value).flatMap(([metric, score]): Judgment[] => {
    if (OF_THE_SAMPLE.has(metric)) return [];
    const read = valueOf(score);
    if (read === undefined) return [];
    const scale = scaleOfMeasure(metric);
    const judge: Judge = { name: metric, kind: 'imported' };
    return [{ metric, judge, value: read, ...(scale === undefined ? undefined : { scale }) }];
  });
}

/** Measures that are no single value, such as one for each instruction: kept as recorded. */
export function otherMeasures(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(
    ([name, score]) => !OF_THE_SAMPLE.has(name) && score !== undefined && valueOf(score) === undefined,
  );
  return Object.fromEntries(kept);
}

function valueOf(score: unknown): JudgmentValue | undefined {
  if (typeof score === 'number') {
    // Numbers that are too large for a number are read as infinity.
    if (!Number.isFinite(score)) return { kind: 'missing', reason: 'parse-failure' };
    return { kind: 'number', number: score };
  }
  if (typeof score === 'boolean') return { kind: 'boolean', boolean: score };
  // A bare NaN was read as null.
  return score === null ? { kind: 'missing', reason: 'unknown' } : undefined;
}
