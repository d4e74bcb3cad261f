import { AuditError, messageOf } from './errors.ts';

/** Repeats without an end, or with one of two digits and more. */
const OPEN_REPEAT = /[^(\\][*+]|\{\d*,\}|\{\d*,?\d{2,}\}/g;

/**
 * Compiles a regular expression that a user typed, if it can't take for ever.
 *
 * Backtracking is exponential when a repeated group repeats or branches inside, and of degree n with n open repeats.
 * Both are kept out, which together with a cap on the text that the caller matches bounds the work.
 *
 * @param repeats how many open repeats (`*`, `+`, `{n,}`) are allowed
 * @throws AuditError `bad-input`, in words for the user
 */
export function compileExpression(source: string, flags: string, repeats: number): RegExp {
  if (/\\[1-9]|\\k</.test(source)) {
    throw new AuditError('bad-input', 'The pattern refers back to a group, which isn’t supported.');
  }
  const bare = source.replace(/\\./gs, 'x').replace(/\[(?:\^?\]?)[^\]]*\]/g, 'x');
  if (/\)(?:[*+]|\{\d*,)/.test(bare)) {
    throw new AuditError(
      'bad-input',
      'The pattern repeats a group, which can take for ever.',
      'Repeat single characters instead, as in [a-z-]+.',
    );
  }
  if ((bare.match(OPEN_REPEAT)?.length ?? 0) > repeats) {
    throw new AuditError(
      'bad-input',
      `The pattern has more than ${repeats} open repeats (*, + or {n,}).`,
      'Say how often where you can, as in \\d{1,3}.',
    );
  }
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new AuditError('bad-input', `The pattern isn’t a regular expression: ${messageOf(error)}`);
  }
}

/** The source and flags of a pattern written as `/…/` or `/…/i`; undefined for any other text. */
export function expressionParts(
  text: string,
): { readonly source: string; readonly flags: string } | undefined {
  const match = /^\/(.+)\/(i?)$/s.exec(text);
  return match === null ? undefined : { source: match[1] ?? '', flags: match[2] ?? '' };
}
