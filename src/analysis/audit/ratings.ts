/** Which pairs of ratings a text gives: people with each other, judges with people, judges with each other. */
import { effectiveVerdict, type HumanVerdict } from '../../core/effectiveLabel.ts';
import type { Confidence } from '../../core/labelEvent.ts';
import type { LabelRole } from '../../core/labelScheme.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { sameMeaning } from './sameMeaning.ts';

export type ComparedKind = 'judge' | 'people' | 'judges' | 'self';

/** One side of a comparison. */
export type Rater =
  /** The judge's verdict under the run's rule. */
  | { readonly kind: 'verdict' }
  /** One judge version on one metric. */
  | { readonly kind: 'judged'; readonly metricId: number; readonly judgeId: number }
  | { readonly kind: 'annotator'; readonly name: string }
  /** The same annotator, at a hidden repeat. */
  | { readonly kind: 'repeat'; readonly name: string }
  /** Adjudicated, else agreed by all. */
  | { readonly kind: 'people' }
  | { readonly kind: 'adjudicated' };

/** What is compared. */
export interface Comparison {
  readonly kind: ComparedKind;
  readonly first: Rater;
  readonly second: Rater;
  /** `role`: positive, negative and so on; `answer`: classes as given; `score`: numbers. */
  readonly level: 'role' | 'answer' | 'score';
  /** The score or judgment it is about; empty for the question that people were asked. */
  readonly metric: string;
}

/** One pair of ratings. */
export interface PairFact {
  readonly comparison: Comparison;
  readonly one: string;
  readonly other: string;
  /** Set at level `score`. */
  readonly numbers?: readonly [number, number];
  /** When the label was given, ISO 8601; empty for pairs without people. */
  readonly time: string;
  /** How sure the less sure of those who labelled was; undefined where somebody didn't say. */
  readonly confidence?: Confidence | undefined;
}

/** An annotator's opinion on the chosen question, as far as it is compared. */
export interface Voice {
  readonly annotator: string;
  readonly answer: string | null;
  readonly role: LabelRole | null;
  readonly adjudicated: boolean;
  readonly scores: Readonly<Record<string, number>>;
  readonly confidence: Confidence | null;
  readonly time: string;
}

/** A judge's word. */
export interface JudgeWord {
  readonly metricId: number;
  readonly judgeId: number;
  readonly metric: string;
  readonly kind: 'number' | 'class' | 'boolean' | 'missing';
  readonly number: number | null;
  readonly text: string | null;
}

/** The class of what wasn't judged. */
export const NOT_JUDGED = 'missing';

/** What people say of a text, all together. */
export function together(voices: readonly Voice[]): {
  readonly people: HumanVerdict;
  readonly adjudicated: HumanVerdict;
} {
  const opinions = voices.flatMap(({ role, annotator, adjudicated }) =>
    role === null ? [] : [{ annotator, role, adjudicated }],
  );
  return {
    people: effectiveVerdict(opinions),
    adjudicated: effectiveVerdict(opinions.filter(({ adjudicated }) => adjudicated)),
  };
}

/** People with each other, once a text. */
export function* peoplePairs(voices: readonly Voice[]): Generator<PairFact> {
  for (const [at, one] of voices.entries()) {
    for (const other of voices.slice(at + 1)) {
      if (one.annotator === other.annotator) continue;
      const [first, second] = one.annotator < other.annotator ? [one, other] : [other, one];
      yield* voicePairs('people', first, second, {
        first: { kind: 'annotator', name: first.annotator },
        second: { kind: 'annotator', name: second.annotator },
      });
    }
  }
}

/** An annotator's answer with the answer to the hidden repeat of the same text. */
export function selfPairs(original: Voice, repeat: Voice): Generator<PairFact> {
  return voicePairs('self', original, repeat, {
    first: { kind: 'annotator', name: original.annotator },
    second: { kind: 'repeat', name: original.annotator },
  });
}

function* voicePairs(
  kind: ComparedKind,
  one: Voice,
  other: Voice,
  sides: Pick<Comparison, 'first' | 'second'>,
): Generator<PairFact> {
  const time = one.time > other.time ? one.time : other.time;
  const said = { time, confidence: leastSure([one, other]) };
  if (one.role !== null && other.role !== null) {
    const comparison: Comparison = { kind, ...sides, level: 'role', metric: '' };
    yield { comparison, one: one.role, other: other.role, ...said };
  }
  if (one.answer !== null && other.answer !== null) {
    const comparison: Comparison = { kind, ...sides, level: 'answer', metric: '' };
    yield { comparison, one: one.answer, other: other.answer, ...said };
  }
  for (const [score, number] of Object.entries(one.scores)) {
    const against = other.scores[score];
    if (against === undefined) continue;
    const comparison: Comparison = { kind, ...sides, level: 'score', metric: score };
    yield { comparison, one: String(number), other: String(against), numbers: [number, against], ...said };
  }
}

/** The less sure of what people say of themselves; undefined where one of them doesn't. */
function leastSure(voices: readonly Pick<Voice, 'confidence'>[]): Confidence | undefined {
  if (voices.length === 0 || voices.some(({ confidence }) => confidence === null)) return undefined;
  return LESS_TO_MORE.find((level) => voices.some(({ confidence }) => confidence === level));
}

const LESS_TO_MORE: readonly Confidence[] = ['low', 'medium', 'high'];

/**
 * The judge with people, once a transcript: verdict with roles, and judgments with answers and scores about the same.
 *
 * @param verdict undefined where people were asked another question than the verdict answers
 * @param voices what people say all together, with what was adjudicated
 * @param own what each annotator says for themselves
 */
export function* judgePairs(
  verdict: JudgeVerdict | undefined,
  words: readonly JudgeWord[],
  voices: readonly Voice[],
  own: readonly Voice[] = voices,
): Generator<PairFact> {
  if (verdict !== undefined) yield* verdictPairs(verdict, voices, own);
  for (const voice of own) {
    for (const word of words) yield* wordPairs(word, voice, { kind: 'annotator', name: voice.annotator });
  }
}

function* verdictPairs(
  verdict: JudgeVerdict,
  voices: readonly Voice[],
  own: readonly Voice[],
): Generator<PairFact> {
  const latest = voices.reduce((time, voice) => (voice.time > time ? voice.time : time), '');
  const against = (second: Rater, other: string, said: Pick<PairFact, 'time' | 'confidence'>): PairFact => ({
    comparison: { kind: 'judge', first: { kind: 'verdict' }, second, level: 'role', metric: '' },
    one: verdict,
    other,
    ...said,
  });
  const { people, adjudicated } = together(voices);
  const all = { time: latest, confidence: leastSure(voices.filter(({ role }) => role !== null)) };
  if (people !== 'none') yield against({ kind: 'people' }, people, all);
  if (adjudicated !== 'none') yield against({ kind: 'adjudicated' }, adjudicated, all);
  for (const voice of own) {
    const said = { time: voice.time, confidence: leastSure([voice]) };
    if (voice.role !== null) yield against({ kind: 'annotator', name: voice.annotator }, voice.role, said);
  }
}

function* wordPairs(word: JudgeWord, voice: Voice, second: Rater): Generator<PairFact> {
  const { metricId, judgeId, metric, number } = word;
  const first: Rater = { kind: 'judged', metricId, judgeId };
  const common = { kind: 'judge', first, second, metric } as const;
  const said = { time: voice.time, confidence: leastSure([voice]) };
  if (voice.answer !== null && word.kind !== 'number') {
    yield { comparison: { ...common, level: 'answer' }, one: wordText(word), other: voice.answer, ...said };
  }
  if (number === null || word.kind !== 'number') return;
  for (const [score, against] of Object.entries(voice.scores)) {
    if (!sameMeaning(metric, score)) continue;
    const numbers = [number, against] as const;
    yield {
      comparison: { ...common, level: 'score' },
      one: String(number),
      other: String(against),
      numbers,
      ...said,
    };
  }
}

/** Judge versions on the same metric with each other, once a transcript. */
export function* versionPairs(words: readonly JudgeWord[]): Generator<PairFact> {
  for (const [at, one] of words.entries()) {
    for (const other of words.slice(at + 1)) {
      if (one.metricId !== other.metricId) continue;
      const [a, b] = one.judgeId < other.judgeId ? [one, other] : [other, one];
      const sides = {
        kind: 'judges',
        first: { kind: 'judged', metricId: a.metricId, judgeId: a.judgeId },
        second: { kind: 'judged', metricId: b.metricId, judgeId: b.judgeId },
        metric: a.metric,
      } as const;
      const both = a.kind === 'number' && b.kind === 'number' && a.number !== null && b.number !== null;
      if (both) {
        const numbers = [a.number ?? 0, b.number ?? 0] as const;
        const texts = { one: String(numbers[0]), other: String(numbers[1]) };
        yield { comparison: { ...sides, level: 'score' }, ...texts, numbers, time: '' };
      } else if (a.kind !== 'number' && b.kind !== 'number') {
        const comparison: Comparison = { ...sides, level: 'answer' };
        yield { comparison, one: wordText(a), other: wordText(b), time: '' };
      }
    }
  }
}

/** A judge's word as a class. */
export function wordText({ kind, text, number }: JudgeWord): string {
  if (kind === 'missing') return NOT_JUDGED;
  return text ?? (number === null ? NOT_JUDGED : String(number));
}

/** One text for one comparison. */
export function comparisonId({ kind, first, second, level, metric }: Comparison): string {
  return JSON.stringify([kind, raterId(first), raterId(second), level, metric]);
}

function raterId(rater: Rater): unknown {
  switch (rater.kind) {
    case 'judged':
      return [rater.metricId, rater.judgeId];
    case 'annotator':
    case 'repeat':
      return [rater.kind, rater.name];
    default:
      return rater.kind;
  }
}
