import { isObject } from '../lenientJson.ts';
import { textIn } from './petriMessage.ts';

const MOST_KEPT = 500;
const LONGEST_KEPT = 1024 * 1024;

/**
 * What the events say beside the conversation, as metadata: `events` counts them by type, `tools` are the definitions
 * that were made, `info` and `decisions` what those events hold. Lists keep at most 500 entries and 1 MiB each.
 */
export function eventNotes(events: readonly unknown[]): Readonly<Record<string, unknown>> {
  const counts = new Map<string, number>();
  const lists = { tools: new Kept(), info: new Kept(), decisions: new Kept() };
  for (const event of events) {
    const type = (isObject(event) ? textIn(event, 'type') : undefined)?.slice(0, 100) ?? '(no type)';
    if (counts.has(type) || counts.size < MOST_KEPT) counts.set(type, (counts.get(type) ?? 0) + 1);
    if (!isObject(event)) continue;
    if (type === 'tool_creation_event') lists.tools.add(event['tool']);
    if (type === 'info_event') lists.info.add(event['info']);
    if (type === 'decision_event') lists.decisions.add(event['content']);
  }
  const notes = Object.create(null) as Record<string, unknown>;
  if (counts.size > 0) notes['events'] = Object.fromEntries(counts);
  for (const [name, { values }] of Object.entries(lists)) if (values.length > 0) notes[name] = values;
  return notes;
}

class Kept {
  readonly values: unknown[] = [];
  #size = 0;

  add(value: unknown): void {
    if (value === undefined || value === null || this.values.length >= MOST_KEPT) return;
    this.#size += JSON.stringify(value).length;
    if (this.#size <= LONGEST_KEPT) this.values.push(value);
  }
}
