/** Turns the JSON values of a file into import items, batch by batch. */
import { messageOf } from '../core/errors.ts';
import type { JsonEvent } from './jsonEvent.ts';
import { readJsonPieces, type JsonPiecesEvent } from './jsonPieces.ts';
import { readJsonTexts, type JsonLayout } from './jsonTexts.ts';
import type { ImportItem, ReadOptions } from './importer.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { invalidBytes, problemOf, rejected } from './tableItems.ts';

/** Where a value stands; see `JsonText`. */
export interface ValuePlace {
  readonly row: number;
  readonly line: number;
}

/** Says what of a value is kept: a transcript, or why it isn't one. */
export type ValueReader = (
  value: JsonObject,
  at: ValuePlace,
  warn: (reason: string) => void,
) => Extract<ImportItem, { kind: 'transcript' }> | { readonly kind: 'unreadable'; readonly reason: string };

/** Says what of a value is kept, where one value may hold several transcripts; see `ValueReader`. */
export type RecordsReader = (
  value: JsonObject,
  at: ValuePlace,
  warn: (reason: string) => void,
) => readonly ImportItem[] | { readonly kind: 'unreadable'; readonly reason: string };

export async function* jsonItems(
  options: ReadOptions,
  layout: JsonLayout,
  read: ValueReader,
): AsyncGenerator<readonly ImportItem[]> {
  yield* jsonRecords(options, layout, (value, at, warn) => {
    const item = read(value, at, warn);
    return item.kind === 'unreadable' ? item : [item];
  });
}

/** As `jsonItems`, for values that hold any number of transcripts. */
export async function* jsonRecords(
  options: ReadOptions,
  layout: JsonLayout,
  read: RecordsReader,
): AsyncGenerator<readonly ImportItem[]> {
  yield* valueItems(readJsonTexts({ ...options, layout }), read);
}

/** As `jsonItems`, for the values at a place inside one document; see `readJsonPieces`. */
export async function* pieceItems(
  options: ReadOptions,
  pattern: string,
  read: ValueReader,
): AsyncGenerator<readonly ImportItem[]> {
  yield* valueItems(readJsonPieces({ ...options, patterns: [pattern] }), (value, at, warn) => {
    const item = read(value, at, warn);
    return item.kind === 'unreadable' ? item : [item];
  });
}

async function* valueItems(
  batches: AsyncIterable<readonly (JsonPiecesEvent | JsonEvent)[]>,
  read: RecordsReader,
): AsyncGenerator<readonly ImportItem[]> {
  for await (const events of batches) {
    const items: ImportItem[] = [];
    for (const event of events) {
      if ('rest' in event) continue;
      if ('problem' in event) {
        items.push({ kind: 'problem', problem: event.problem });
        continue;
      }
      const { text, invalidAt } = event;
      const warn = (reason: string): void => {
        items.push({ kind: 'problem', problem: problemOf(event, 'warning', reason, text) });
      };
      let value: unknown;
      try {
        value = parseLenientJson(text);
      } catch (error) {
        items.push(rejected(event, `It isn’t valid JSON: ${shortMessage(error)}.`, text));
        continue;
      }
      const found = isObject(value)
        ? read(value, event, warn)
        : ({ kind: 'unreadable', reason: 'It isn’t a JSON object.' } as const);
      if ('kind' in found) {
        items.push(rejected(event, found.reason, text));
        continue;
      }
      for (const item of found) items.push(item);
      if (invalidAt !== undefined) warn(invalidBytes(invalidAt));
    }
    yield items;
  }
}

/** Engines quote a piece of the text in the message, which the excerpt shows anyway. */
function shortMessage(error: unknown): string {
  return messageOf(error)
    .replace(/, (?:\.\.\.)?".*$/s, '')
    .replace(/ \(line \d+ column \d+\)/, '')
    .slice(0, 200);
}
