/** Reads what Bloom's judge said: `judgment.json`, or the `judgment` in a transcript's own file. */
import { extractCitations } from '../../core/extractCitations.ts';
import type { RunFact } from '../../core/imported.ts';
import type { Citation, Judge, Judgment, JudgmentValue } from '../../core/judgment.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { listedCitations } from './judgeOutput.ts';
import { textIn } from './petriMessage.ts';

/** The measure that Bloom's rate is about: how much of the behaviour there is, from 1 to 10. */
export const BEHAVIOR_PRESENCE = 'behavior_presence';

const ONE_TO_TEN = { minimum: 1, maximum: 10 } as const;
/** Members of a judgment that are numbers and no measures. */
const NOT_MEASURED = new Set(['variation_number', 'repetition_number', 'num_samples', 'sample_index']);

export interface BloomJudging {
  readonly judgments: readonly Judgment[];
  readonly summary: string | undefined;
  /** By measure, how many of the judge's samples couldn't be read and were counted as 0 by the tool. */
  readonly unparsedSamples: Readonly<Record<string, number>>;
  /** Measures without one sample that could be read. */
  readonly suspectedFilledIn: readonly string[];
}

/** Name and version of the judge, from the header of `judgment.json`. */
export function bloomJudge(header: JsonObject): Judge {
  const model = textIn(header, 'model') || textIn(header, 'judge_model');
  const behavior = textIn(header, 'behavior_name');
  return {
    name: 'Bloom judge',
    kind: 'imported',
    ...(model ? { model } : undefined),
    ...(behavior ? { parameters: { behavior } } : undefined),
  };
}

/**
 * One judgment a measure. Scores go from 1 to 10, and the tool writes 0 for a sample that it couldn't parse and means
 * over it: here such a sample is left out of the mean, and a measure with no other is missing.
 *
 * @param said an entry of `judgments`, or a transcript's own `judgment`
 */
export function readBloomJudgment(said: JsonObject, judge: Judge): BloomJudging {
  const samples = Array.isArray(said['individual_samples'])
    ? (said['individual_samples'] as unknown[]).filter(isObject)
    : [];
  const scores: JsonObject = isObject(said['scores']) ? said['scores'] : said;
  const response = textIn(said, 'full_judgment_response') || textIn(said, 'response') || '';
  const rationale = textIn(said, 'justification') || textIn(said, 'summary');
  const citations = citationsOf(said['highlights'], response);
  const unparsed: [string, number][] = [];
  const filled: string[] = [];
  const names = measuresOf(scores);
  const judgments = names.map((metric, index): Judgment => {
    const { value, zeros } = scoreOf(scores[metric], samples, metric);
    if (zeros > 0) unparsed.push([metric, zeros]);
    if (zeros > 0 && value.kind === 'missing') filled.push(metric);
    const first = index === 0;
    return {
      metric,
      scale: ONE_TO_TEN,
      judge,
      value,
      raw: first && response !== '' ? response : rawOf(scores[metric], samples, metric),
      ...(first && rationale ? { rationale } : undefined),
      ...(first && citations.length > 0 ? { citations } : undefined),
    };
  });
  return {
    judgments,
    summary: textIn(said, 'summary') || undefined,
    unparsedSamples: Object.fromEntries(unparsed),
    suspectedFilledIn: filled,
  };
}

/** For a transcript whose judging failed as a whole. */
export function failedBloomJudgment(failed: JsonObject, judge: Judge): Judgment {
  const error = textIn(failed, 'error');
  return {
    metric: BEHAVIOR_PRESENCE,
    scale: ONE_TO_TEN,
    judge,
    value: { kind: 'missing', reason: 'parse-failure' },
    ...(error ? { raw: error } : undefined),
  };
}

/** What the file says of the run: its counts, its rates, what it says of the scenarios together. */
export function bloomFacts(header: JsonObject): readonly RunFact[] {
  const facts: RunFact[] = [{ name: 'tool', value: 'Bloom' }];
  const behavior = textIn(header, 'behavior_name');
  if (behavior) facts.push({ name: 'behavior', value: behavior });
  if (Number.isSafeInteger(header['total_conversations'])) {
    facts.push({ name: 'reportedTranscripts', value: header['total_conversations'] });
  }
  const statistics = isObject(header['summary_statistics']) ? header['summary_statistics'] : {};
  const n = statistics['total_judgments'];
  const metrics = Object.entries(statistics).flatMap(([metric, value]) =>
    typeof value === 'number' && metric !== 'total_judgments'
      ? [{ scorer: 'Bloom judge', metric, value, ...(Number.isSafeInteger(n) ? { n } : undefined) }]
      : [],
  );
  if (metrics.length > 0) facts.push({ name: 'reportedMetrics', value: metrics });
  for (const name of ['metajudgment_scores', 'metajudgment_justification']) {
    if ((header[name] ?? null) !== null) facts.push({ name, value: header[name] });
  }
  return facts;
}

function measuresOf(scores: JsonObject): readonly string[] {
  const names = Object.keys(scores).filter((name) => {
    const value = scores[name];
    return (
      !NOT_MEASURED.has(name) && (typeof value === 'number' || (value === null && name === BEHAVIOR_PRESENCE))
    );
  });
  return [
    ...names.filter((name) => name === BEHAVIOR_PRESENCE),
    ...names.filter((name) => name !== BEHAVIOR_PRESENCE),
  ];
}

interface Score {
  readonly value: JudgmentValue;
  /** Samples that the tool counted as 0. */
  readonly zeros: number;
}

const UNPARSED: JudgmentValue = { kind: 'missing', reason: 'parse-failure' };

function scoreOf(recorded: unknown, samples: readonly JsonObject[], metric: string): Score {
  const scored = samples.map((sample) => sample[metric]).filter((score) => typeof score === 'number');
  const read = scored.filter((score) => score !== 0);
  const zeros = scored.length - read.length;
  if (typeof recorded !== 'number' || !Number.isFinite(recorded))
    return { value: { kind: 'missing', reason: 'unknown' }, zeros };
  if (zeros > 0 && read.length === 0) return { value: UNPARSED, zeros };
  if (zeros > 0) {
    const mean = read.reduce((sum, score) => sum + score, 0) / read.length;
    return { value: { kind: 'number', number: roundHalfEven(mean) }, zeros };
  }
  if (recorded === 0) return { value: UNPARSED, zeros: Math.max(1, samples.length) };
  return { value: { kind: 'number', number: recorded }, zeros: 0 };
}

/** As the tool rounds its means (Python's `round`). */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function rawOf(recorded: unknown, samples: readonly JsonObject[], metric: string): string {
  const scored = samples.map((sample) => sample[metric] ?? null);
  const text = JSON.stringify(recorded ?? null);
  return scored.length > 1 ? `${text} of samples ${JSON.stringify(scored)}` : text;
}

function citationsOf(highlights: unknown, response: string): readonly Citation[] {
  const written = extractCitations(typeof highlights === 'string' ? highlights : response);
  return written.length > 0 ? written : listedCitations(highlights);
}
