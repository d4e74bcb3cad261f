/** JSON as Python writes it. */
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
    return JSON.parse(withoutBareNumbers(text)) as unknown;
  }
}

/** Texts are passed over by searching: one expression for all of it fails where they are long. */
function withoutBareNumbers(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = behindString(text, at);
      continue;
    }
    const word = code === 78 ? 'NaN' : code === 73 ? 'Infinity' : '';
    if (word === '' || !text.startsWith(word, at)) {
      at++;
      continue;
    }
    kept.push(text.slice(from, text.charAt(at - 1) === '-' ? at - 1 : at), 'null');
    at += word.length;
    from = at;
  }
  return kept.join('') + text.slice(from);
}

/** The quote at its end has an even number of backslashes before it. */
function behindString(text: string, start: number): number {
  for (let from = start + 1; ;) {
    const end = text.indexOf('"', from);
    if (end < 0) return text.length;
    let backslashes = 0;
    while (end - backslashes > from && text.charCodeAt(end - backslashes - 1) === 92) backslashes++;
    from = end + 1;
    if (backslashes % 2 === 0) return from;
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
