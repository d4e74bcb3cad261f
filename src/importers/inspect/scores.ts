/** Reads the scores of Inspect samples as judgments. */
import type { Judge, Judgment, JudgmentValue, MissingReason } from '../../core/judgment.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import type { InspectHeader, ScorerFacts } from './header.ts';

/** What Inspect's own metrics make of letters (`value_to_float` in its scorer/_metric.py). */
const LETTERS: Readonly<Record<string, number>> = { C: 1, I: 0, P: 0.5, N: 0 };
const UNCHANGED = 'UNCHANGED';
const EDITED_FIELDS = ['value', 'answer', 'explanation', 'metadata'];
/** Graders' dialogues are kept with the score up to this size. */
const MAXIMUM_METADATA_CHARACTERS = 64 * 1024;

/** States of one score that are kept. */
const MOST_STATES = 50;

/** One state of a score: as the scorer gave it, or after an edit. */
interface ScoreState {
  readonly score: JsonObject;
  /** Who edited it; absent for the scorer's own. */
  readonly edit?: JsonObject;
}

/**
 * One judgment a metric: the scorer's name, or for a score of several dimensions `scorer.dimension`. Of an edited score
 * every state is there in order, so that the last one is the one that counts; edits have the judge `author (edit)`.
 */
export function judgmentsOf(
  scores: unknown,
  header: Pick<InspectHeader, 'scorers'> | undefined,
  whyMissing: MissingReason,
): Judgment[] {
  if (!isObject(scores)) return [];
  return Object.entries(scores).flatMap(([name, score]) => {
    if (!isObject(score)) return [];
    const facts = header?.scorers.get(name) ?? { name };
    return statesOf(score).flatMap((state) => stateJudgments(name, state, facts, whyMissing));
  });
}

/** Judgments that are missing since a sample failed before it was scored. */
export function unscored(
  header: InspectHeader,
  metrics: readonly string[],
  reason: MissingReason,
): Judgment[] {
  return metrics.map((metric) => {
    const facts = header.scorers.get(metric) ?? header.scorers.get(metric.slice(0, metric.indexOf('.')));
    return { metric, judge: judgeOf(facts ?? { name: metric }, {}), value: { kind: 'missing', reason } };
  });
}

/** The history begins with the scorer's own state; each edit says what it changes. The score itself is the last state. */
function statesOf(score: JsonObject): ScoreState[] {
  const history = Array.isArray(score['history']) ? (score['history'] as unknown[]).filter(isObject) : [];
  const states: ScoreState[] = [];
  let current: JsonObject = {};
  for (const entry of history) {
    const edit = entry['provenance'];
    // In the scorer's own state it would be a word like any other.
    const says = (key: string): boolean =>
      Object.hasOwn(entry, key) && (entry[key] !== UNCHANGED || !isObject(edit));
    current = {
      ...current,
      ...Object.fromEntries(EDITED_FIELDS.filter(says).map((key) => [key, entry[key]])),
    };
    states.push(isObject(edit) ? { score: current, edit } : { score: current });
  }
  const last = states.at(-1);
  if (last === undefined) return [{ score }];
  // Each state is recorded with the whole history: of very long ones the beginning and the end.
  const before = states.slice(0, -1);
  const kept =
    before.length < MOST_STATES ? before : [...before.slice(0, 1), ...before.slice(1 - MOST_STATES)];
  return [...kept, { ...last, score }];
}

function stateJudgments(
  name: string,
  { score, edit }: ScoreState,
  facts: ScorerFacts,
  whyMissing: MissingReason,
): Judgment[] {
  const value = score['value'];
  const judge = edit === undefined ? judgeOf(facts, score) : editorOf(edit);
  const explanation = score['explanation'];
  const reason = edit?.['reason'];
  const rationale = [edit === undefined ? undefined : reason, explanation].filter(
    (text) => typeof text === 'string' && text !== '',
  );
  const common = {
    judge,
    raw: rawOf(score, edit),
    ...(rationale.length === 0 ? undefined : { rationale: rationale.join('\n\n') }),
  };
  return dimensionsOf(name, value).map(({ metric, value: single }) => {
    const read = valueOf(single, whyMissing);
    const scale = isUnit(single) ? { scale: { minimum: 0, maximum: 1 } } : undefined;
    return { metric, ...scale, value: read, ...common };
  });
}

function dimensionsOf(name: string, value: unknown): { metric: string; value: unknown }[] {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => ({ metric: `${name}.${index + 1}`, value: item }));
  }
  if (!isObject(value)) return [{ metric: name, value }];
  return Object.entries(value).map(([key, item]) => ({ metric: `${name}.${key}`, value: item }));
}

/** NaN is how a scorer says that it couldn't score; it and null are missing. */
function valueOf(value: unknown, whyMissing: MissingReason): JudgmentValue {
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
  if (typeof value === 'number') {
    // What is too large for a number is read as infinity.
    if (!Number.isFinite(value)) return { kind: 'missing', reason: 'parse-failure' };
    return { kind: 'number', number: value };
  }
  if (typeof value !== 'string') return { kind: 'missing', reason: whyMissing };
  if (Object.hasOwn(LETTERS, value)) return { kind: 'number', number: LETTERS[value] ?? 0 };
  if (/^(?:yes|true)$/i.test(value)) return { kind: 'boolean', boolean: true };
  if (/^(?:no|false)$/i.test(value)) return { kind: 'boolean', boolean: false };
  if (/^nan$/i.test(value.trim()) || value.trim() === '') return { kind: 'missing', reason: whyMissing };
  const number = Number(value);
  return Number.isFinite(number) ? { kind: 'number', number } : { kind: 'class', text: value };
}

function isUnit(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(LETTERS, value);
}

/** The grader's model is what it reported in the dialogue that model-graded scorers keep, else what the header says. */
function judgeOf(facts: ScorerFacts, score: JsonObject): Judge {
  const metadata = score['metadata'];
  const dialogue = isObject(metadata) && Array.isArray(metadata['grading']) ? metadata['grading'] : [];
  const reply = (dialogue as unknown[]).findLast((turn) => isObject(turn) && turn['role'] === 'assistant');
  const reported = isObject(reply) ? reply['model'] : undefined;
  const model = typeof reported === 'string' && reported !== '' ? reported : facts.model;
  return {
    name: facts.name,
    kind: 'imported',
    ...(model === undefined ? undefined : { model }),
    ...(facts.prompt === undefined ? undefined : { prompt: facts.prompt }),
    ...(facts.parameters === undefined ? undefined : { parameters: facts.parameters }),
  };
}

function editorOf(edit: JsonObject): Judge {
  const author = typeof edit['author'] === 'string' && edit['author'] !== '' ? edit['author'] : 'unknown';
  return { name: `${author} (edit)`, kind: 'imported' };
}

/** The score as recorded, with its history and whose edit it is; without the explanation, which is the rationale. */
function rawOf(score: JsonObject, edit: JsonObject | undefined): string {
  const { explanation: _, metadata, ...rest } = score;
  const kept = JSON.stringify(metadata ?? null).length <= MAXIMUM_METADATA_CHARACTERS ? metadata : undefined;
  const history =
    Array.isArray(score['history']) && score['history'].length > 0 ? score['history'] : undefined;
  return JSON.stringify({ ...rest, metadata: kept ?? undefined, history, edit });
}
