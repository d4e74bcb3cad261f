/**
 * Nested JSON as columns: `{"a":{"b":1}}` has the column `a.b`. Lists stay whole, as conversations and choices do, but for
 * lists of one to three objects that are no messages, whose members are numbered: `choices[0].message.content`. A name
 * that itself holds a dot or a bracket is quoted: `["a.b"]`.
 */
import { isObject, type JsonObject } from './lenientJson.ts';

const DEEPEST = 6;
const MOST_COLUMNS = 500;
const NUMBERED = 3;
const PLAIN_NAME = /^[^.[\]"]+$/;

/** Columns and values of one JSON object, in its own order; what lies deeper than six levels stays whole. */
export function flatten(value: JsonObject): Map<string, unknown> {
  const columns = new Map<string, unknown>();
  add(columns, '', value, 0);
  return columns;
}

/** The columns of several objects, in order of appearance, at most 500. */
export function columnsOf(values: readonly JsonObject[]): string[] {
  const names = new Set<string>();
  for (const value of values) {
    for (const name of flatten(value).keys()) if (names.size < MOST_COLUMNS) names.add(name);
  }
  return [...names];
}

function add(columns: Map<string, unknown>, path: string, value: unknown, depth: number): void {
  if (depth < DEEPEST && isObject(value) && Object.keys(value).length > 0) {
    for (const [name, inner] of Object.entries(value)) add(columns, joined(path, name), inner, depth + 1);
    return;
  }
  if (depth < DEEPEST && isNumbered(value)) {
    for (const [index, inner] of value.entries()) add(columns, `${path}[${index}]`, inner, depth + 1);
    return;
  }
  columns.set(path, value);
}

function joined(path: string, name: string): string {
  if (!PLAIN_NAME.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

function isNumbered(value: unknown): value is readonly JsonObject[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= NUMBERED &&
    value.every((entry) => isObject(entry) && !('role' in entry || 'from' in entry || 'content' in entry))
  );
}
