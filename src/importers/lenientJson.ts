/** JSON as Python writes it. */

const BARE_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs;

/**
 * Parses JSON; the bare `NaN` and `Infinity` that Python's `json` writes are read as null.
 *
 * @throws SyntaxError when the text isn't JSON
 */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(
      text.replace(BARE_NUMBER, (match) => (match.startsWith('"') ? match : 'null')),
    ) as unknown;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** True for `{…}`, not for lists and null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
