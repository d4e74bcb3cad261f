/** Tells a transcript's condition from its texts or metadata: a trigger in the prompt, a year, a column of the file. */
import { AuditError } from './errors.ts';
import { compileExpression, expressionParts } from './safeExpression.ts';
import { textOf, type Turn } from './transcript.ts';

/** Where the condition hides. */
export type ConditionPlace =
  | { readonly kind: 'prompt' }
  /** All system and developer turns. */
  | { readonly kind: 'system' }
  /** All user turns. */
  | { readonly kind: 'user' }
  | { readonly kind: 'probe' }
  | { readonly kind: 'metadata'; readonly field: string };

export interface ConditionPattern {
  readonly place: ConditionPlace;
  /**
   * Text to look for without regard to case, or `/…/` (`/…/i`) for a regular expression; what its first group matches
   * is the condition's name. Empty takes the whole text of the place as the name.
   */
  readonly pattern: string;
  /** The condition of transcripts that match a pattern without a group. */
  readonly matched: string;
  /** The condition of the others; null leaves them where they are, empty text means "not known". */
  readonly unmatched: string | null;
}

/** What is looked at. */
export interface ConditionSource {
  readonly probe: string;
  readonly prompt: string;
  readonly turns: readonly Turn[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

const MAXIMUM_TEXT = 20_000;
const MAXIMUM_REPEATS = 2;
/** Names longer than this are texts, not names. */
const MAXIMUM_NAME = 120;

/**
 * @returns the condition of a transcript, undefined to leave it as it is
 * @throws AuditError `bad-input` when the pattern can't be read or isn't safe to run
 */
export function conditionDeriver(spec: ConditionPattern): (source: ConditionSource) => string | undefined {
  const find = matcher(spec.pattern.trim());
  return (source) => {
    const found = find(textAt(spec.place, source).slice(0, MAXIMUM_TEXT));
    if (found === undefined) return spec.unmatched ?? undefined;
    const name = (found.name ?? spec.matched).replace(/\s+/g, ' ').trim();
    return name.length <= MAXIMUM_NAME ? name : `${name.slice(0, MAXIMUM_NAME)}…`;
  };
}

/** Finds the pattern in a text; `name` is what its group matched. */
function matcher(pattern: string): (text: string) => { readonly name?: string } | undefined {
  if (pattern === '') return (text) => (text.trim() === '' ? undefined : { name: text });
  const parts = expressionParts(pattern);
  if (parts === undefined) {
    const wanted = pattern.toLowerCase();
    return (text) => (text.toLowerCase().includes(wanted) ? {} : undefined);
  }
  const expression = compileExpression(parts.source, parts.flags, MAXIMUM_REPEATS);
  return (text) => {
    const match = expression.exec(text);
    if (match === null) return undefined;
    const name = match[1];
    return name === undefined ? {} : { name };
  };
}

function textAt(place: ConditionPlace, { probe, prompt, turns, metadata }: ConditionSource): string {
  switch (place.kind) {
    case 'prompt':
      return prompt;
    case 'probe':
      return probe;
    case 'system':
      return texts(turns, ['system', 'developer']);
    case 'user':
      return texts(turns, ['user']);
    case 'metadata': {
      const value = Object.hasOwn(metadata, place.field) ? metadata[place.field] : undefined;
      if (value === undefined || value === null) return '';
      return typeof value === 'string' ? value : JSON.stringify(value);
    }
  }
}

function texts(turns: readonly Turn[], roles: readonly Turn['role'][]): string {
  return turns
    .filter(({ role }) => roles.includes(role))
    .map((turn) => textOf(turn, 'text'))
    .join('\n\n');
}

/** What is wrong with a pattern, in words; undefined when it can be used. */
export function conditionPatternProblem(spec: ConditionPattern): string | undefined {
  try {
    conditionDeriver(spec);
  } catch (error) {
    if (error instanceof AuditError)
      return [error.message, error.hint].filter((text) => text !== '').join(' ');
    throw error;
  }
  const grouped =
    /\((?!\?(?:[:=!]|<[=!]))/.test(spec.pattern) && expressionParts(spec.pattern.trim()) !== undefined;
  if (spec.pattern.trim() !== '' && !grouped && spec.matched.trim() === '') {
    return 'Say what the transcripts that match are called.';
  }
  return undefined;
}
