/** The two kinds of files of OpenAI's Batch interface, by what is in them (formats F12). */
import type { FileHead } from './importer.ts';
import { readJsonHead, type JsonHead } from './jsonHead.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';

export type BatchFile =
  /** Requests. */
  | { readonly kind: 'input'; readonly json: JsonHead }
  /** Answers, in any order; `failed` when none of those seen is one. */
  | { readonly kind: 'output'; readonly json: JsonHead; readonly failed: boolean };

export function batchFile(head: FileHead): BatchFile | undefined {
  const json = readJsonHead(head);
  if (json?.layout !== 'lines' || json.values.length === 0) return undefined;
  if (json.values.every(isRequest)) return { kind: 'input', json };
  if (json.values.every(isAnswer)) return { kind: 'output', json, failed: !json.values.some(succeeded) };
  return undefined;
}

function isRequest(value: JsonObject): boolean {
  const { custom_id: id, url, body } = value;
  return typeof id === 'string' && typeof url === 'string' && isObject(body);
}

function isAnswer(value: JsonObject): boolean {
  const { custom_id: id, response, error } = value;
  if (typeof id !== 'string' || 'body' in value) return false;
  if (isObject(response)) return 'status_code' in response || 'body' in response;
  return isObject(error);
}

function succeeded({ response }: JsonObject): boolean {
  return isObject(response) && isObject(response['body']) && !isFailure(response['status_code']);
}

export function isFailure(status: unknown): boolean {
  return typeof status === 'number' && (status < 200 || status >= 300);
}

/** The id of a line; the whole line is parsed only where it isn't its first member. */
export function customIdOf(line: string): string | undefined {
  const quick = /^\s*\{\s*(?:"id"\s*:\s*"[^"\\]*"\s*,\s*)?"custom_id"\s*:\s*("(?:[^"\\]|\\.){0,2000}")/.exec(
    line,
  )?.[1];
  try {
    if (quick !== undefined) return String(JSON.parse(quick));
    const value = parseLenientJson(line);
    return isObject(value) && typeof value['custom_id'] === 'string' ? value['custom_id'] : undefined;
  } catch {
    return undefined;
  }
}
