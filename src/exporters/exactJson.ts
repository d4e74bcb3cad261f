/**
 * JSON that is changed in one place and otherwise written as it was read: numbers with all their digits (seeds beyond
 * 2^53, `1.0`), and the bare `NaN` and `Infinity` of Python's `json`. Only white space is not kept.
 */
import { randomBytes } from 'node:crypto';
import { replaceBareNumbers } from '../core/bareNumbers.ts';

/** What newer engines offer, and the types don't know yet. */
interface ExactJson {
  rawJSON(text: string): unknown;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
}

/**
 * Changes a JSON text.
 *
 * @param change gets the value, whose numbers are opaque, and gives back the one to be written
 * @throws SyntaxError when the text isn't JSON
 */
export function changeJson(text: string, change: (value: unknown) => unknown): string {
  const exact = JSON as unknown as ExactJson;
  const mark = randomBytes(12).toString('hex');
  const marked = /NaN|Infinity/.test(text) ? replaceBareNumbers(text, (word) => `"${mark}${word}"`) : text;
  const value = exact.parse(marked, (_key, read, { source }) =>
    typeof read === 'number' && source !== undefined ? exact.rawJSON(source) : read,
  );
  return JSON.stringify(change(value)).replaceAll(new RegExp(`"${mark}(-?\\w+)"`, 'g'), '$1');
}
