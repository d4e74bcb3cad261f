/** What the head of a file says of it as JSON Lines, or as a list of JSON objects. */
import type { FileHead } from './importer.ts';
import { JsonListSplitter } from './jsonListSplitter.ts';
import type { JsonLayout } from './jsonTexts.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';

export interface JsonHead {
  readonly layout: JsonLayout;
  /** The objects in the head that could be read, at most 500. */
  readonly values: readonly JsonObject[];
  /** True when the head ends within the very first value, so that nothing could be read. */
  readonly cutShort: boolean;
}

const MAXIMUM_VALUES = 500;

/** Undefined when the head can't be the beginning of such a file. */
export function readJsonHead(head: FileHead): JsonHead | undefined {
  const text = head.text.trimStart();
  if (text.startsWith('[')) return listHead(head);
  if (!text.startsWith('{')) return undefined;
  const lines = head.text.split('\n', MAXIMUM_VALUES + 1).filter((line) => line.trim() !== '');
  const whole = head.complete || head.text.endsWith('\n') || lines.length > MAXIMUM_VALUES;
  if (!whole) lines.pop();
  const values = lines.flatMap(parsed);
  // Of a document that is laid out over lines, one or the other may look like a value.
  const areLines = parsed(lines[0] ?? '').length > 0 || values.length * 2 >= lines.length;
  if (values.length > 0 && areLines) return { layout: 'lines', values, cutShort: false };
  if (values.length > 0) return undefined;
  return lines.length === 0 ? { layout: 'lines', values, cutShort: true } : undefined;
}

function listHead(head: FileHead): JsonHead | undefined {
  const splitter = new JsonListSplitter();
  const texts = splitter.push(Buffer.from(head.text), -1).slice(0, MAXIMUM_VALUES);
  const values = texts.flatMap((event) => ('text' in event ? parsed(event.text) : []));
  if (values.length > 0) return { layout: 'list', values, cutShort: false };
  const begun = /^\s*\[\s*\{/.test(head.text);
  return begun && !head.complete && texts.length === 0
    ? { layout: 'list', values, cutShort: true }
    : undefined;
}

function parsed(text: string): JsonObject[] {
  try {
    const value = parseLenientJson(text);
    return isObject(value) ? [value] : [];
  } catch {
    return [];
  }
}
