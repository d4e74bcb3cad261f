/** JSON as Python writes it. */
import { behindString, replaceBareNumbers } from '../core/bareNumbers.ts';
import { MAXIMUM_DEPTH, MAXIMUM_VALUES } from './limits.ts';

/**
 * Parses JSON; the bare `NaN` and `Infinity` that Python's `json` writes are read as null.
 *
 * @throws SyntaxError when the text isn't JSON, nested so deep that writing it again would overflow the stack, or made of so
 * many values that they would fill the memory
 */
export function parseLenientJson(text: string): unknown {
  if (hasManyBrackets(text) && depthOf(text) > MAXIMUM_DEPTH)
    throw new SyntaxError(`it is nested more than ${MAXIMUM_DEPTH} deep`);
  if (text.length > MAXIMUM_VALUES && valuesIn(text) > MAXIMUM_VALUES)
    throw new SyntaxError(`it holds more than ${MAXIMUM_VALUES.toLocaleString('en')} values`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(replaceBareNumbers(text, () => 'null')) as unknown;
  }
}

/** Nearly no text can be deep at all; this says so without looking at each character. */
function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++count > MAXIMUM_DEPTH) return true;
    }
  }
  return false;
}

/** Every value but the first of a list or object stands behind a comma. */
function valuesIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = behindString(text, at) - 1;
    else if (code === 44 || code === 123 || code === 91) count++;
  }
  return count;
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth);
    else if (code === 125 || code === 93) depth--;
  }
  return deepest;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** True for `{…}`, not for lists and null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
