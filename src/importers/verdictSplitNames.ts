/** Verdicts that live in file names: `flagged_X.jsonl` beside `X.jsonl`, `X_articulate.jsonl` and `X_non_articulate.jsonl`. */
import { basename, dirname, join } from 'node:path';

/** What a name says of all rows of its file. */
export interface NamedVerdict {
  /** The path that the file with all rows would have. */
  readonly whole: string;
  /** What is told of the rows, for example `articulate`. */
  readonly metric: string;
  /** The word as it stands in the name: `non_articulate`. */
  readonly word: string;
  /** True for `non_articulate` and the like. */
  readonly negated: boolean;
}

const WORDS =
  'flagged|misaligned|aligned|articulated?|harmful|harmless|deceptive|honest|refused|refusals?|incoherent|coherent|' +
  'incorrect|correct|unfaithful|faithful|toxic|safe|backdoored|triggered|reward_hack(?:ing|ed|s)?|sycophantic|passed|failed';
const NEGATION = '(?:non|not|un|no)[_-]';
const PREFIX = new RegExp(`^((${NEGATION})?(${WORDS}))[_-](?=.)`, 'i');
const SUFFIX = new RegExp(`[_-]((${NEGATION})?(${WORDS}))$`, 'i');

/** Undefined for names that say nothing of the kind. */
export function namedVerdict(path: string): NamedVerdict | undefined {
  const name = basename(path);
  const ending = /(\.(jsonl|ndjson|json|gz|zst|zstd))+$/i.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - ending.length);
  // A longer word first: `X_non_articulate` also ends in `_articulate`.
  const suffix = SUFFIX.exec(stem);
  const match = suffix ?? PREFIX.exec(stem);
  if (match?.[1] === undefined || match[3] === undefined) return undefined;
  const rest = suffix === null ? stem.slice(match[0].length) : stem.slice(0, match.index);
  if (rest === '') return undefined;
  return {
    whole: join(dirname(path), rest + ending),
    metric: match[3].toLowerCase(),
    word: match[1].toLowerCase(),
    negated: match[2] !== undefined,
  };
}
