/** The placeholder form of name patterns: parsing and matching. */
import { AuditError } from './errors.ts';

export type TemplateToken =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any'; readonly acrossFolders: boolean }
  /** A file extension or nothing, up to the end. */
  | { readonly kind: 'extension' }
  | { readonly kind: 'field'; readonly name: string; readonly choices?: readonly string[] };

const FIELD_NAMES = ['model', 'group', 'condition', 'seed', 'run', 'probe'];
const EXTENSION = /\.(csv|tsv|tab|txt|jsonl|ndjson|json|eval|parquet)(\.(gz|zst|zstd))?$/i;

/**
 * Reads `{model}-{group}_*.csv` into tokens.
 *
 * @throws AuditError `bad-input` naming what is wrong
 */
export function parseTemplate(text: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') tokens.push({ kind: 'literal', text: lowered(literal) });
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '*') {
      flush();
      const acrossFolders = text.charAt(at + 1) === '*';
      if (acrossFolders) at++;
      tokens.push({ kind: 'any', acrossFolders });
    } else if (char === '{') {
      flush();
      const end = text.indexOf('}', at);
      if (end < 0) throw new AuditError('bad-input', 'The pattern opens a brace { that it doesn’t close.');
      tokens.push(field(text.slice(at + 1, end)));
      at = end;
    } else if (char === '}') {
      throw new AuditError('bad-input', 'The pattern closes a brace } that it doesn’t open.');
    } else {
      literal += char;
    }
  }
  flush();
  checkFields(tokens);
  // Without an extension the pattern means files of any.
  if (!EXTENSION.test(text)) tokens.push({ kind: 'extension' });
  return tokens;
}

/** Lower case for ASCII only, so that positions stay the same. */
function lowered(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function field(inside: string): TemplateToken {
  const colon = inside.indexOf(':');
  const name = (colon < 0 ? inside : inside.slice(0, colon)).trim();
  if (!FIELD_NAMES.includes(name)) {
    throw unknownField(name);
  }
  if (colon < 0) return { kind: 'field', name };
  const choices = inside
    .slice(colon + 1)
    .split('|')
    .map((choice) => lowered(choice.trim()))
    .filter((choice) => choice !== '');
  if (choices.length === 0) throw new AuditError('bad-input', `The field {${name}:} lists no choices.`);
  return { kind: 'field', name, choices };
}

/** The error for a field name that doesn't exist. */
export function unknownField(name: string): AuditError {
  return new AuditError(
    'bad-input',
    `The pattern names a field {${name}} that doesn’t exist.`,
    'Fields are {model}, {group}, {condition}, {seed}, {run} and {probe}.',
  );
}

function checkFields(tokens: readonly TemplateToken[]): void {
  const names = tokens.flatMap((token) => (token.kind === 'field' ? [token.name] : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new AuditError('bad-input', `The pattern names {${twice}} twice.`);
  if (!names.some((name) => name !== 'probe')) {
    throw new AuditError(
      'bad-input',
      'The pattern names no field.',
      'Write for example {model}-{group}.csv; fields are {model}, {group}, {condition}, {seed} and {run}.',
    );
  }
}

/**
 * Matches the whole subject. `{seed}` takes digits; `{group}` and `{condition}` take a stretch without `-` when that
 * works, since model names are where the other dashes are; every other field takes as little as it can, `*` as much.
 */
export function matchTemplate(
  tokens: readonly TemplateToken[],
  subject: string,
): Readonly<Record<string, string>> | undefined {
  return attempt(tokens, subject, true) ?? attempt(tokens, subject, false);
}

function attempt(
  tokens: readonly TemplateToken[],
  subject: string,
  strict: boolean,
): Readonly<Record<string, string>> | undefined {
  const lower = lowered(subject);
  const failed = new Set<number>();
  const ends: number[] = [];
  // Remembering the (token, position) pairs that failed makes the work tokens x length² at most.
  const from = (token: number, at: number): boolean => {
    const current = tokens[token];
    if (current === undefined) return at === subject.length;
    const key = token * (subject.length + 1) + at;
    if (failed.has(key)) return false;
    for (const end of candidates(current, lower, at, strict)) {
      ends[token] = end;
      if (from(token + 1, end)) return true;
    }
    failed.add(key);
    return false;
  };
  if (!from(0, 0)) return undefined;
  const fields: Record<string, string> = {};
  tokens.forEach((token, index) => {
    if (token.kind === 'field') fields[token.name] = subject.slice(ends[index - 1] ?? 0, ends[index]);
  });
  return fields;
}

/** Where a token may end, in order of preference. */
function candidates(token: TemplateToken, lower: string, at: number, strict: boolean): readonly number[] {
  if (token.kind === 'literal') return lower.startsWith(token.text, at) ? [at + token.text.length] : [];
  if (token.kind === 'extension') {
    return at === lower.length || EXTENSION.exec(lower.slice(at))?.index === 0 ? [lower.length] : [];
  }
  if (token.kind === 'any') {
    const limit = token.acrossFolders ? lower.length : endOf(lower, at, '/');
    return Array.from({ length: limit - at + 1 }, (_, index) => limit - index);
  }
  if (token.choices !== undefined) {
    return token.choices.filter((choice) => lower.startsWith(choice, at)).map((choice) => at + choice.length);
  }
  let limit = endOf(lower, at, '/');
  if (token.name === 'seed') {
    let digits = at;
    while (digits < limit && lower.charAt(digits) >= '0' && lower.charAt(digits) <= '9') digits++;
    limit = digits;
  } else if (strict && (token.name === 'group' || token.name === 'condition')) {
    limit = Math.min(limit, endOf(lower, at, '-'));
  }
  return Array.from({ length: Math.max(0, limit - at) }, (_, index) => at + 1 + index);
}

function endOf(text: string, from: number, stop: string): number {
  const at = text.indexOf(stop, from);
  return at < 0 ? text.length : at;
}
