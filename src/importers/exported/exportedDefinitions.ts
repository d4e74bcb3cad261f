/** What judges and label schemes in a file that was exported here are, wherever in it that is said. */
import { hash } from 'node:crypto';
import type { Judge, JudgeKind } from '../../core/judgment.ts';
import { JUDGE_KINDS } from '../../core/eval/suite.ts';
import {
  DEFAULT_LABEL_SCHEME,
  type LabelAnswer,
  type LabelRole,
  type LabelScheme,
  type LabelScore,
} from '../../core/labelScheme.ts';
import { schemeVersionInput } from '../../core/labelSchemeFile.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';

/** More answers under one name than this are no scheme. */
const MOST_ANSWERS = 200;
const MOST_DEFINITIONS = 10_000;
const ROLES: readonly unknown[] = ['positive', 'negative', 'excluded', 'undecided'] satisfies LabelRole[];
const KINDS: readonly unknown[] = [...JUDGE_KINDS, 'probe', 'imported'];

/** The one scheme that is known without being told. */
const DEFAULT_VERSION = hash('sha256', schemeVersionInput(DEFAULT_LABEL_SCHEME), 'hex');

/** Answers and scores that were given under a scheme that nothing defines. */
interface Given {
  readonly answers: Map<string, LabelRole>;
  readonly scores: Set<string>;
}

export class ExportedDefinitions {
  readonly #judges = new Map<string, Judge>();
  readonly #schemes = new Map<string, LabelScheme>([[DEFAULT_VERSION, DEFAULT_LABEL_SCHEME]]);
  readonly #given = new Map<string, Given>();
  readonly #made = new Map<string, LabelScheme>();
  #isWhole = false;

  /** Takes note of what a record defines, and of the answers in it. */
  note(record: JsonObject): void {
    for (const [version, value] of entriesOf(record['judges'])) {
      const judge = judgeOf(value);
      if (judge !== undefined && this.#judges.size < MOST_DEFINITIONS) this.#judges.set(version, judge);
    }
    for (const [version, value] of entriesOf(record['schemes'])) {
      const scheme = schemeOf(value);
      if (scheme !== undefined && this.#schemes.size < MOST_DEFINITIONS) this.#schemes.set(version, scheme);
    }
    for (const label of labelsIn(record)) this.#noteLabel(label);
  }

  #noteLabel(label: JsonObject): void {
    const place = placeOf(label);
    const given = this.#given.get(place) ?? {
      answers: new Map<string, LabelRole>(),
      scores: new Set<string>(),
    };
    if (this.#given.size < MOST_DEFINITIONS) this.#given.set(place, given);
    const { answer, role, scores } = label;
    if (typeof answer === 'string' && given.answers.size < MOST_ANSWERS) {
      given.answers.set(answer, ROLES.includes(role) ? (role as LabelRole) : 'undecided');
    }
    for (const [name] of entriesOf(scores)) if (given.scores.size < MOST_ANSWERS) given.scores.add(name);
  }

  /** To be said when all records were noted: what isn't defined by then is made of what was given. */
  setWhole(): void {
    this.#isWhole = true;
  }

  /** Whether a record can be read with what is known; always, once all records were noted. */
  areEnoughFor(record: JsonObject): boolean {
    if (this.#isWhole) return true;
    return (
      labelsIn(record).every((label) => this.#defined(label) !== undefined) &&
      judgmentsIn(record).every(({ judge }) => !isObject(judge) || this.#judge(judge) !== undefined)
    );
  }

  /** @param said what a judgment says of its judge: name, and the version or its beginning */
  judge(said: JsonObject): Judge {
    const known = this.#judge(said);
    if (known !== undefined) return known;
    const { name, model, version } = said;
    // Versions of one judge that aren't told apart would be one judge who said two things.
    const judge: Judge = {
      name: typeof name === 'string' ? name : '',
      kind: 'imported',
      ...(typeof model === 'string' ? { model } : {}),
      ...(typeof version === 'string' && version !== '' ? { parameters: { version } } : {}),
    };
    if (this.#judges.size < MOST_DEFINITIONS) this.#judges.set(`${String(version)} ${judge.name}`, judge);
    return judge;
  }

  #judge({ name, version }: JsonObject): Judge | undefined {
    if (typeof version !== 'string') return undefined;
    for (const [known, judge] of this.#judges) {
      if (known.startsWith(version) && judge.name === name) return judge;
    }
    return undefined;
  }

  /** The scheme that a label was given under. */
  scheme(label: JsonObject): LabelScheme {
    const place = placeOf(label);
    const known = this.#defined(label) ?? this.#made.get(place);
    if (known !== undefined) return known;
    const { answers, scores } = this.#given.get(place) ?? {
      answers: new Map<string, LabelRole>(),
      scores: [],
    };
    const made: LabelScheme = {
      name: typeof label['scheme'] === 'string' && label['scheme'] !== '' ? label['scheme'] : 'labels',
      answers: [...answers]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, role], index) => ({
          id,
          key: index < 9 ? String(index + 1) : '',
          name: id,
          description: '',
          role,
        })),
      scores: [...scores].sort().map((id) => ({ id, name: id, key: '', minimum: 0, maximum: 100 })),
    };
    this.#made.set(place, made);
    return made;
  }

  #defined({ scheme: name, scheme_version: version, answer }: JsonObject): LabelScheme | undefined {
    if (typeof version !== 'string' || version === '') return undefined;
    for (const [known, scheme] of this.#schemes) {
      if (!known.startsWith(version) || scheme.name !== name) continue;
      if (typeof answer !== 'string' || scheme.answers.some(({ id }) => id === answer)) return scheme;
    }
    return undefined;
  }
}

export function labelsIn(record: JsonObject): readonly JsonObject[] {
  return listOf(record['labels']).filter(isObject);
}

export function judgmentsIn(record: JsonObject): readonly JsonObject[] {
  return listOf(record['judgments']).filter(isObject);
}

function placeOf({ scheme, scheme_version: version }: JsonObject): string {
  return JSON.stringify([scheme, version]);
}

function judgeOf(value: unknown): Judge | undefined {
  if (!isObject(value) || typeof value['name'] !== 'string') return undefined;
  const { name, kind, model, prompt, parameters } = value;
  return {
    name,
    kind: KINDS.includes(kind) ? (kind as JudgeKind) : 'imported',
    ...(typeof model === 'string' ? { model } : {}),
    ...(typeof prompt === 'string' ? { prompt } : {}),
    ...(isObject(parameters) ? { parameters } : {}),
  };
}

function schemeOf(value: unknown): LabelScheme | undefined {
  if (!isObject(value) || typeof value['name'] !== 'string') return undefined;
  const answers = listOf(value['answers']).map(answerOf);
  const scores = listOf(value['scores']).map(scoreOf);
  const [whole, all] = [
    answers.filter((answer) => answer !== undefined),
    scores.filter((score) => score !== undefined),
  ];
  if (whole.length < answers.length || all.length < scores.length || whole.length > MOST_ANSWERS)
    return undefined;
  const { name, metric, instructions } = value;
  return {
    name,
    ...(typeof metric === 'string' ? { metric } : {}),
    ...(typeof instructions === 'string' ? { instructions } : {}),
    answers: whole,
    scores: all,
  };
}

function answerOf(value: unknown): LabelAnswer | undefined {
  if (!isObject(value) || !ROLES.includes(value['role'])) return undefined;
  const { id, key, name, description } = value;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  return {
    id,
    key: typeof key === 'string' ? key : '',
    name,
    description: typeof description === 'string' ? description : '',
    role: value['role'] as LabelRole,
  };
}

function scoreOf(value: unknown): LabelScore | undefined {
  if (!isObject(value)) return undefined;
  const { id, name, key, minimum, maximum } = value;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  if (typeof minimum !== 'number' || typeof maximum !== 'number' || !(maximum - minimum > 0))
    return undefined;
  if (!Number.isFinite(maximum - minimum)) return undefined;
  return { id, name, key: typeof key === 'string' ? key : '', minimum, maximum };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
