/** Writes what is left of a JSON document when pieces are taken out of it: again a JSON document. */

/** A document beside its pieces is a header; one that is longer than this is cut. */
export const MAXIMUM_REST_BYTES = 16 * 1024 * 1024;

export class JsonRest {
  /** True when members were left out because there were too many or they were too long. */
  shortened = false;
  readonly #texts: string[] = [];
  /** For each open list or object what closes it, and whether something stands in it. */
  readonly #open: { readonly close: string; filled: boolean }[] = [];
  #bytes = 0;
  /** Lists and objects that are open, but left out. */
  #omitted = 0;

  /** Room for a value, in bytes (about: it counts UTF-16 units). */
  get room(): number {
    return this.#omitted > 0 ? 0 : MAXIMUM_REST_BYTES - this.#bytes;
  }

  /** `key` is the member's name as JSON, empty in lists. */
  value(key: string, text: string): void {
    if (key.length + text.length > this.room) this.shortened = true;
    else this.#write(key, text);
  }

  open(key: string, list: boolean): void {
    if (this.#omitted > 0 || key.length + 2 > this.room) {
      this.#omitted++;
      this.shortened = true;
      return;
    }
    this.#write(key, list ? '[' : '{');
    this.#open.push({ close: list ? ']' : '}', filled: false });
  }

  close(): void {
    if (this.#omitted > 0) this.#omitted--;
    else this.#texts.push(this.#open.pop()?.close ?? '');
  }

  /** The document, with everything closed that is open. */
  finish(): string {
    this.#omitted = 0;
    while (this.#open.length > 0) this.close();
    return this.#texts.join('');
  }

  #write(key: string, text: string): void {
    const around = this.#open.at(-1);
    const start = `${around?.filled === true ? ',' : ''}${key === '' ? '' : `${key}:`}`;
    if (around !== undefined) around.filled = true;
    this.#texts.push(start, text);
    this.#bytes += start.length + text.length + 1;
  }
}
