/** Finds the rows of a JSON document that keeps them somewhere inside: `{"config": …, "results": [{…}, {…}]}`. */
import type { FileHead } from './importer.ts';
import { JsonPieceSplitter } from './jsonPieceSplitter.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';

/** Where rows are looked for: lists in the document's members, and in theirs. */
const DEPTHS = ['*.*', '*.*.*', '*.*.*.*'] as const;
const MOST_ROWS = 500;

export interface JsonRows {
  /** For `readJsonPieces`, for example `results.*`. */
  readonly pattern: string;
  /** The objects in the head that could be read, at most 500. */
  readonly values: readonly JsonObject[];
}

/** The list of objects, least deep first, that has the most rows in the head; undefined when there is none. */
export function findJsonRows(head: FileHead): JsonRows | undefined {
  if (!head.text.trimStart().startsWith('{')) return undefined;
  const bytes = Buffer.from(head.text, 'utf8');
  for (const depth of DEPTHS) {
    const lists = new Map<string, JsonObject[]>();
    for (const event of new JsonPieceSplitter([depth]).push(bytes, -1)) {
      if (!('keys' in event) || typeof event.keys.at(-1) !== 'number') continue;
      const names = event.keys.slice(0, -1);
      // A pattern can't name what has a dot in it, and a list in a list has no rows.
      if (names.some((name) => typeof name === 'number' || name.includes('.') || name === '')) continue;
      const value = parsed(event.text);
      if (value === undefined) continue;
      const pattern = [...names, '*'].join('.');
      const values = lists.get(pattern) ?? [];
      lists.set(pattern, values);
      if (values.length < MOST_ROWS) values.push(value);
    }
    const [longest] = [...lists].sort(([, a], [, b]) => b.length - a.length);
    if (longest !== undefined) return { pattern: longest[0], values: longest[1] };
  }
  return undefined;
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value = parseLenientJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
