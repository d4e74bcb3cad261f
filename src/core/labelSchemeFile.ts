/**
 * Label schemes as people write them: in the setting `transcriptAuditor.labelSchemes`, in
 * `.transcript-auditor/schemes/*.json`, and in the headers of label files.
 */
import { isSingleKey } from './keyNames.ts';
import {
  LONGEST_INSTRUCTIONS,
  type LabelAnswer,
  type LabelRole,
  type LabelScheme,
  type LabelScore,
} from './labelScheme.ts';

const ROLES: readonly LabelRole[] = ['positive', 'negative', 'excluded', 'undecided'];
const LONGEST_NAME = 80;

/** Either a scheme or everything that is wrong with it, one sentence each. */
export type SchemeReading = { readonly scheme: LabelScheme } | { readonly problems: readonly string[] };

type KeyUse = 'needed' | 'optional';

/**
 * Reads a scheme: `{ "name", "metric"?, "instructions"?, "answers": [{ "id", "key", "name"?, "role", "description"? }],
 * "scores"?: [{ "id", "key", "name"?, "minimum"?, "maximum"? }] }`. Names fall back to ids and scales to 0-100; a question
 * or instructions without a word are none; unknown fields are passed over.
 *
 * @param keys `optional` in label files, where a scheme tells what answers mean and nobody presses its keys
 */
export function readLabelScheme(value: unknown, keys: KeyUse = 'needed'): SchemeReading {
  if (!isRecord(value)) return { problems: ['A label scheme is an object with a name and answers.'] };
  const problems: string[] = [];
  const name = nameOf(value['name']);
  if (name === undefined) problems.push(`A label scheme needs a name of 1 to ${LONGEST_NAME} characters.`);
  const metric = readMetric(value['metric'], problems);
  const instructions = readInstructions(value['instructions'], problems);
  const answers = listOf(value['answers'], 'answers', problems).map((entry, index) =>
    readAnswer(entry, `Answer ${index + 1}`, keys, problems),
  );
  const scores = listOf(value['scores'] ?? [], 'scores', problems).map((entry, index) =>
    readScore(entry, `Score ${index + 1}`, keys, problems),
  );
  const kept = answers.filter((answer) => answer !== undefined);
  const keptScores = scores.filter((score) => score !== undefined);
  if (Array.isArray(value['answers']) && answers.length < 2)
    problems.push('A scheme needs at least two answers.');
  reportDoubles(
    kept.map((answer) => answer.id),
    'answers have the id',
    problems,
  );
  reportDoubles(
    keptScores.map((score) => score.id),
    'scores have the id',
    problems,
  );
  if (keys === 'needed') {
    const all = [...kept, ...keptScores].map((item) => item.key);
    reportDoubles(all, 'answers or scores have the key', problems);
  }
  if (problems.length > 0 || name === undefined) return { problems };
  return {
    scheme: {
      name,
      ...(metric === undefined ? {} : { metric }),
      ...(instructions === undefined ? {} : { instructions }),
      answers: kept,
      scores: keptScores,
    },
  };
}

/**
 * The text whose SHA-256 is a scheme's version: everything that gives an answer its meaning, in a fixed order. Keys of
 * the keyboard stay out, so that remapping one doesn't make a new version.
 */
export function schemeVersionInput(scheme: LabelScheme): string {
  const { metric, instructions } = scheme;
  return JSON.stringify([
    's1',
    scheme.name,
    scheme.answers.map(({ id, name, role, description }) => [id, name, role, description]),
    scheme.scores.map(({ id, name, minimum, maximum }) => [id, name, minimum, maximum]),
    // Only where they are said, so that versions of before keep their hash.
    ...(metric === undefined && instructions === undefined ? [] : [[metric ?? '', instructions ?? '']]),
  ]);
}

/** The question; undefined where it is the verdict's own, and where it can't be read (a problem says why). */
function readMetric(value: unknown, problems: string[]): string | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return undefined;
  const metric = nameOf(value);
  if (metric === undefined)
    problems.push(`The question (“metric”) is not a line of 1 to ${LONGEST_NAME} characters.`);
  return metric;
}

/** Line ends are made one kind, so that a file saved on another system is the same version. */
function readInstructions(value: unknown, problems: string[]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    problems.push('The instructions are not text.');
    return undefined;
  }
  const text = value.replace(/\r\n?/g, '\n').trim();
  if (text === '') return undefined;
  if (text.length > LONGEST_INSTRUCTIONS) {
    problems.push(
      `The instructions have ${text.length} characters; at most ${LONGEST_INSTRUCTIONS} can be shown while labelling.`,
    );
    return undefined;
  }
  // Tabs and line ends are text; other controls can't be seen and can't be shown.
  if (/[^\P{Cc}\t\n]/u.test(text)) {
    problems.push('The instructions hold control characters that can’t be shown.');
    return undefined;
  }
  return text;
}

function readAnswer(
  entry: unknown,
  where: string,
  keys: KeyUse,
  problems: string[],
): LabelAnswer | undefined {
  const basics = readBasics(entry, where, keys, problems);
  if (basics === undefined || !isRecord(entry)) return undefined;
  const role = ROLES.find((candidate) => candidate === entry['role']);
  if (role === undefined) {
    problems.push(`${where} (“${basics.id}”) needs a role: ${ROLES.join(', ')}.`);
    return undefined;
  }
  const description = entry['description'] ?? '';
  if (typeof description !== 'string') {
    problems.push(`The description of “${basics.id}” is not text.`);
    return undefined;
  }
  return { ...basics, role, description };
}

function readScore(entry: unknown, where: string, keys: KeyUse, problems: string[]): LabelScore | undefined {
  const basics = readBasics(entry, where, keys, problems);
  if (basics === undefined || !isRecord(entry)) return undefined;
  const minimum = entry['minimum'] ?? 0;
  const maximum = entry['maximum'] ?? 100;
  if (!Number.isFinite(minimum) || !Number.isFinite(maximum) || Number(minimum) >= Number(maximum)) {
    problems.push(`The scale of “${basics.id}” needs a minimum below its maximum.`);
    return undefined;
  }
  return { ...basics, minimum: Number(minimum), maximum: Number(maximum) };
}

/** What answers and scores share. */
function readBasics(
  entry: unknown,
  where: string,
  keys: KeyUse,
  problems: string[],
): { id: string; key: string; name: string } | undefined {
  if (!isRecord(entry)) {
    problems.push(`${where} is not an object.`);
    return undefined;
  }
  const id = entry['id'];
  if (typeof id !== 'string' || !/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}$/u.test(id)) {
    problems.push(`${where} needs an id of letters, digits, “-” and “_”.`);
    return undefined;
  }
  const given = entry['key'];
  const key = typeof given === 'string' && isSingleKey(given) ? given : '';
  if (key === '' && keys === 'needed') {
    problems.push(`${where} (“${id}”) needs a key: one character that can be typed.`);
    return undefined;
  }
  const name = entry['name'] === undefined ? id : nameOf(entry['name']);
  if (name === undefined) {
    problems.push(`The name of “${id}” is not a text of 1 to ${LONGEST_NAME} characters.`);
    return undefined;
  }
  return { id, key, name };
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.trim();
  return name === '' || name.length > LONGEST_NAME || /\p{Cc}/u.test(name) ? undefined : name;
}

function listOf(value: unknown, what: string, problems: string[]): readonly unknown[] {
  if (Array.isArray(value)) return value;
  problems.push(`“${what}” is not a list.`);
  return [];
}

function reportDoubles(values: readonly string[], words: string, problems: string[]): void {
  const doubles = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  for (const double of doubles) problems.push(`Several ${words} “${double === ' ' ? 'space' : double}”.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
