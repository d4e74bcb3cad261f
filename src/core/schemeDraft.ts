/** A label scheme as the editor's fields hold it: texts, whether or not they can be used yet. */
import type { LabelScheme } from './labelScheme.ts';
import { readLabelScheme, type SchemeReading } from './labelSchemeFile.ts';

export interface AnswerDraft {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly role: string;
  readonly description: string;
}

export interface ScoreDraft {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly minimum: string;
  readonly maximum: string;
}

export interface SchemeDraft {
  readonly name: string;
  /** Empty: the verdict's own question. */
  readonly metric: string;
  readonly instructions: string;
  readonly answers: readonly AnswerDraft[];
  readonly scores: readonly ScoreDraft[];
}

export function draftOf({ name, metric, instructions, answers, scores }: LabelScheme): SchemeDraft {
  return {
    name,
    metric: metric ?? '',
    instructions: instructions ?? '',
    answers: answers.map(({ id, name: words, key, role, description }) => ({
      id,
      name: words,
      key,
      role,
      description,
    })),
    scores: scores.map(({ id, name: words, key, minimum, maximum }) => ({
      id,
      name: words,
      key,
      minimum: String(minimum),
      maximum: String(maximum),
    })),
  };
}

/** The scheme that the fields stand for, or everything that is wrong with them, in the words of `readLabelScheme`. */
export function schemeOfDraft(draft: SchemeDraft): SchemeReading {
  const { name, metric, instructions, answers, scores } = draft;
  return readLabelScheme({
    name,
    metric,
    instructions,
    answers: answers.map((answer) => ({ ...answer, ...nameOrId(answer) })),
    scores: scores.map((score) => ({
      ...score,
      ...nameOrId(score),
      minimum: numberOf(score.minimum),
      maximum: numberOf(score.maximum),
    })),
  });
}

/** As it is written to a file: fields that say nothing are left out, so that a person finds what somebody meant. */
export function schemeFileText({ name, metric, instructions, answers, scores }: LabelScheme): string {
  const record = {
    name,
    ...(metric === undefined ? {} : { metric }),
    ...(instructions === undefined ? {} : { instructions }),
    answers: answers.map(({ id, name: words, key, role, description }) => ({
      id,
      ...(words === id ? {} : { name: words }),
      key,
      role,
      ...(description === '' ? {} : { description }),
    })),
    ...(scores.length === 0
      ? {}
      : {
          scores: scores.map(({ id, name: words, key, minimum, maximum }) => ({
            id,
            ...(words === id ? {} : { name: words }),
            key,
            minimum,
            maximum,
          })),
        }),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}

function nameOrId({ id, name }: { readonly id: string; readonly name: string }): { readonly name: string } {
  return { name: name.trim() === '' ? id : name };
}

/** NaN for what is no number, so that the reader says so. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
