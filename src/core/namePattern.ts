/**
 * Patterns that read model, group, condition, seed and run name from a file's path.
 *
 * Two forms:
 * - `{model}-{group}-*-coherence-50.csv`: literals (without regard to case), fields in braces, `*` for anything within
 *   a name, `**` for anything. `{group:secure|insecure}` lists what a field may be. `{probe}` matches and is not used.
 *   A pattern without `/` is matched with the file's name, one with `/` with the end of the path.
 * - `/(?<model>.+)_s(?<seed>\d+)\.csv$/i`: a regular expression with named groups, searched in the path.
 *
 * The first form is matched in polynomial time whatever the pattern; the second is refused when it could take for ever.
 */
import { AuditError } from './errors.ts';
import { matchTemplate, parseTemplate, unknownField, type TemplateToken } from './nameTemplate.ts';
import { compileExpression, expressionParts } from './safeExpression.ts';

/** What a pattern can propose. */
export interface NameFields {
  readonly model?: string;
  readonly group?: string;
  readonly condition?: string;
  readonly seed?: string;
  readonly run?: string;
}

export const NAME_FIELDS = ['model', 'group', 'condition', 'seed', 'run'] as const;

const COMPRESSED = /\.(gz|zst|zstd)$/i;
const MAXIMUM_PATTERN = 300;
/** The end of a path that an expression sees, and how many open repeats it may have: together they bound its work. */
const MAXIMUM_SUBJECT = 160;
const MAXIMUM_REPEATS = 3;

/** A pattern ready for use: undefined when the path doesn't match. */
export type NamePattern = (path: string) => NameFields | undefined;

/**
 * Reads a pattern as the user typed it.
 *
 * @throws AuditError `bad-input`, in words for the user, when it can't be read or isn't safe to run
 */
export function compileNamePattern(pattern: string): NamePattern {
  const text = pattern.trim();
  if (text === '') throw new AuditError('bad-input', 'The pattern is empty.');
  if (text.length > MAXIMUM_PATTERN) {
    throw new AuditError('bad-input', `The pattern is longer than ${MAXIMUM_PATTERN} characters.`);
  }
  const expression = expressionParts(text);
  if (expression !== undefined) return expressionPattern(expression.source, expression.flags);
  return templatePattern(parseTemplate(text), text.includes('/'));
}

function templatePattern(tokens: readonly TemplateToken[], wholePath: boolean): NamePattern {
  return (path) => {
    const normal = path.replaceAll('\\', '/');
    const subject = wholePath ? normal : normal.slice(normal.lastIndexOf('/') + 1);
    // `{model}.csv` means `qwen.csv.gz` as well.
    for (const text of new Set([subject, subject.replace(COMPRESSED, '')])) {
      for (const start of wholePath ? segmentStarts(text) : [0]) {
        const fields = matchTemplate(tokens, text.slice(start));
        if (fields !== undefined) return keepKnown(fields);
      }
    }
    return undefined;
  };
}

/** The whole path first, then the path from each folder on. */
function segmentStarts(path: string): number[] {
  const starts = [0];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) starts.push(at + 1);
  return starts;
}

function expressionPattern(source: string, flags: string): NamePattern {
  const expression = compileExpression(source, flags, MAXIMUM_REPEATS);
  const names = [...source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((match) => match[1] ?? '');
  const unknown = names.find((name) => !isField(name) && name !== 'probe');
  if (unknown !== undefined) throw unknownField(unknown);
  if (!names.some(isField)) {
    throw new AuditError(
      'bad-input',
      'The pattern names no field.',
      'Write for example (?<model>…) or (?<group>…) in it.',
    );
  }
  return (path) => {
    const subject = path.replaceAll('\\', '/').slice(-MAXIMUM_SUBJECT);
    const groups = expression.exec(subject)?.groups;
    return groups === undefined ? undefined : keepKnown(groups);
  };
}

function isField(name: string): name is (typeof NAME_FIELDS)[number] {
  return (NAME_FIELDS as readonly string[]).includes(name);
}

function keepKnown(found: Readonly<Record<string, string | undefined>>): NameFields {
  const fields: Partial<Record<(typeof NAME_FIELDS)[number], string>> = {};
  for (const name of NAME_FIELDS) {
    const value = found[name];
    if (value !== undefined && value !== '') fields[name] = value;
  }
  return fields;
}
