/** Bounds that keep memory constant whatever the file. */

/** One row or line, all its texts together. */
export const MAXIMUM_RECORD_BYTES = 64 * 1024 * 1024;
export const LIMIT_IN_WORDS = '64 MiB';

/** Excerpts of offending text in the problem list. */
const MAXIMUM_EXCERPT = 500;

/** The beginning of a text for the problem list. */
export function excerptOf(text: string | Buffer): string {
  const head = typeof text === 'string' ? text : text.subarray(0, MAXIMUM_EXCERPT * 4).toString('utf8');
  return head.slice(0, MAXIMUM_EXCERPT);
}

/** Lists and objects in each other. JSON of real files is some ten deep; what reads it afterwards recurses. */
export const MAXIMUM_DEPTH = 500;

/** Values in one record, lists and objects counted: a few bytes of text become a hundred of memory each. */
export const MAXIMUM_VALUES = 1_500_000;
