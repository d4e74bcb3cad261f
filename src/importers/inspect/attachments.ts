/** Texts and images that Inspect keeps beside a sample and refers to as `attachment://…`. */
import { isObject } from '../lenientJson.ts';

const PROTOCOL = 'attachment://';
/** Beyond this what a sample's attachments hold is left where it is. */
const MAXIMUM_CHARACTERS = 64 * 1024 * 1024;
/** What an attachment takes beside its text. */
const ENTRY_CHARACTERS = 100;
/** Of all references to them: one attachment may be named any number of times, and stands in each place then. */
const MAXIMUM_PUT_IN = 64 * 1024 * 1024;

/** By what stands behind the `://`: a hash, or a number in logs that are stored in chunks. */
export class Attachments {
  readonly #texts = new Map<string, string>();
  #characters = 0;
  #putIn = 0;

  add(key: string, text: string): void {
    this.#characters += key.length + text.length + ENTRY_CHARACTERS;
    if (this.#characters <= MAXIMUM_CHARACTERS) this.#texts.set(key, text);
  }

  /** What a reference stands for; undefined for anything else and for attachments that aren't there. */
  find(text: string): string | undefined {
    return text.startsWith(PROTOCOL) ? this.#texts.get(text.slice(PROTOCOL.length)) : undefined;
  }

  /**
   * The value with references to texts replaced by the texts. Those to data (`data:` addresses, images mostly) stay, so
   * that what is recorded of a message stays small; `find` gets them.
   */
  resolve(value: unknown): unknown {
    if (typeof value === 'string') {
      const text = this.find(value);
      if (text === undefined || text.startsWith('data:')) return value;
      this.#putIn += text.length;
      return this.#putIn > MAXIMUM_PUT_IN ? value : text;
    }
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (!isObject(value)) return value;
    // fromEntries defines members, so that a name like `__proto__` is data.
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]));
  }
}

/** Every reference in a value, by what stands behind the `://`. */
export function referencesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string' && value.startsWith(PROTOCOL)) found.add(value.slice(PROTOCOL.length));
  else if (Array.isArray(value)) for (const item of value) referencesIn(item, found);
  else if (isObject(value)) for (const item of Object.values(value)) referencesIn(item, found);
  return found;
}
