/** Turns the JSON values of a file into import items, batch by batch. */
import { messageOf } from '../core/errors.ts';
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

export async function* jsonItems(
  options: ReadOptions,
  layout: JsonLayout,
  read: ValueReader,
): AsyncGenerator<readonly ImportItem[]> {
  for await (const events of readJsonTexts({ ...options, layout })) {
    const items: ImportItem[] = [];
    for (const event of events) {
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
      const item: ImportItem | { kind: 'unreadable'; reason: string } = isObject(value)
        ? read(value, event, warn)
        : { kind: 'unreadable', reason: 'It isn’t a JSON object.' };
      if (item.kind === 'unreadable') {
        items.push(rejected(event, item.reason, text));
        continue;
      }
      items.push(item);
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
