import { readFileHead, type HeadReading } from './fileHead.ts';

/** Characters of heads kept; the least recently used ones go first. */
const KEPT_CHARACTERS = 32 * 1024 * 1024;
const KEPT_HEADS = 20_000;

/**
 * Beginnings of files, read once however many bundlers and importers ask. Holds a bounded amount of text, so that a
 * folder of a hundred thousand files needs no more memory than one of a hundred.
 */
export class HeadCache {
  readonly #readings = new Map<string, { readonly reading: Promise<HeadReading>; length: number }>();
  #characters = 0;

  /** Never throws: what can't be read is a refusal with its reason. */
  read(path: string): Promise<HeadReading> {
    const known = this.#readings.get(path);
    if (known !== undefined) {
      this.#readings.delete(path);
      this.#readings.set(path, known);
      return known.reading;
    }
    const entry = { reading: readFileHead(path), length: 0 };
    this.#readings.set(path, entry);
    void entry.reading.then((reading) => {
      if (reading.kind !== 'text' || this.#readings.get(path) !== entry) return;
      entry.length = reading.head.text.length;
      this.#characters += entry.length;
      this.#makeRoom();
    });
    return entry.reading;
  }

  #makeRoom(): void {
    for (const [path, { length }] of this.#readings) {
      if (this.#characters <= KEPT_CHARACTERS && this.#readings.size <= KEPT_HEADS) return;
      this.#readings.delete(path);
      this.#characters -= length;
    }
  }
}
