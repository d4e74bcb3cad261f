import type { TranscriptIds } from '../../core/finding.ts';

const FIRST_BYTES = 64;

/**
 * Ascending ids in little memory: the steps between them, seven bits a byte. A million transcripts that a rule marks take
 * about a megabyte.
 */
export class IdList implements TranscriptIds {
  #bytes = new Uint8Array(FIRST_BYTES);
  #used = 0;
  #last = 0;
  #length = 0;

  /** @param ids ascending, each once */
  static of(...ids: readonly number[]): IdList {
    const list = new IdList();
    for (const id of ids) list.add(id);
    return list;
  }

  /** All ids of several lists, each once. */
  static merged(lists: readonly IdList[]): IdList {
    const [only] = lists;
    if (lists.length === 1 && only !== undefined) return only;
    const ids = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const list of lists) for (const id of list) ids[at++] = id;
    ids.sort();
    const all = new IdList();
    for (const id of ids) all.add(id);
    return all;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds an id; one that isn't above the last is passed over, so that a transcript can be marked for two reasons. */
  add(id: number): void {
    let step = id - this.#last;
    if (step <= 0) return;
    if (this.#used + 8 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    // Division and not shifts: ids may be larger than 32 bits.
    while (step > 127) {
      this.#bytes[this.#used++] = (step % 128) | 128;
      step = Math.floor(step / 128);
    }
    this.#bytes[this.#used++] = step;
    this.#last = id;
    this.#length += 1;
  }

  *[Symbol.iterator](): Iterator<number> {
    let id = 0;
    let step = 0;
    let factor = 1;
    for (let index = 0; index < this.#used; index += 1) {
      const byte = this.#bytes[index] ?? 0;
      step += (byte & 127) * factor;
      factor *= 128;
      if (byte > 127) continue;
      id += step;
      step = 0;
      factor = 1;
      yield id;
    }
  }
}
