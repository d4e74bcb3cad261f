/** 8 MB: of a million texts, one in a hundred thousand is looked up for nothing; of ten million, one in twenty. */
const BITS = 1 << 26;

/**
 * Tells texts that are surely new from those that may have been seen, in memory that doesn't grow with them (a Bloom
 * filter, Bloom 1970, over hashes that are there anyway).
 */
export class SeenHashes {
  readonly #words = new Uint32Array(BITS / 32);

  /**
   * Adds the text with that hash (16 bytes) of a file.
   *
   * @returns true when it surely wasn't there
   */
  add(hash: Buffer, fileId: number): boolean {
    const file = Math.imul(fileId, 0x9e3779b1);
    let isNew = false;
    for (let at = 0; at < 16; at += 4) {
      const bit = (hash.readUInt32LE(at) ^ file) & (BITS - 1);
      const mask = 1 << (bit & 31);
      const word = this.#words[bit >>> 5] ?? 0;
      if ((word & mask) !== 0) continue;
      isNew = true;
      this.#words[bit >>> 5] = word | mask;
    }
    return isNew;
  }
}
