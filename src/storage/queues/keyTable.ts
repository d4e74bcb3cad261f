import type { ContentKey } from '../../core/contentKey.ts';

/** Bytes of a key: the content hash, then the ordinal (big endian), as `queue_frame` keeps them. */
export const KEY_BYTES = 20;
const HASH_BYTES = 16;
const EMPTY = -1;

/**
 * Content keys, each once, numbered from 0 in the order they came. A million take about 40 MB, where as many texts in a
 * set take over 150.
 */
export class KeyTable {
  #bytes = Buffer.alloc(1024 * KEY_BYTES);
  /** Open addressing with linear probing: numbers of keys, at most half full. */
  #slots = new Int32Array(2048).fill(EMPTY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * Adds a key; returns its number, which is the former size when it is new.
   *
   * @param hash 16 bytes
   */
  add(hash: Uint8Array, ordinal: number): number {
    const slot = this.#slotOf(hash, ordinal);
    const known = this.#slots[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    const number = this.#size;
    if ((number + 1) * KEY_BYTES > this.#bytes.length) {
      const larger = Buffer.alloc(this.#bytes.length * 2);
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    this.#bytes.set(hash, number * KEY_BYTES);
    this.#bytes.writeUInt32BE(ordinal, number * KEY_BYTES + HASH_BYTES);
    this.#slots[slot] = number;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return number;
  }

  /** The number of a key; -1 when it isn't there. */
  find(hash: Uint8Array, ordinal: number): number {
    return this.#slots[this.#slotOf(hash, ordinal)] ?? EMPTY;
  }

  /** As label files and draws write it: `t1-<32 hex digits>-<ordinal>`. */
  text(number: number): string {
    const start = number * KEY_BYTES;
    return `t1-${this.#bytes.toString('hex', start, start + HASH_BYTES)}-${this.#bytes.readUInt32BE(start + HASH_BYTES)}`;
  }

  key(number: number): ContentKey {
    const start = number * KEY_BYTES;
    return {
      hash: this.#bytes.toString('hex', start, start + HASH_BYTES),
      ordinal: this.#bytes.readUInt32BE(start + HASH_BYTES),
    };
  }

  /** The 20 bytes of a key; a view that is good until the next `add`. */
  packed(number: number): Uint8Array {
    return this.#bytes.subarray(number * KEY_BYTES, (number + 1) * KEY_BYTES);
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    for (let number = 0; number < this.#size; number += 1) {
      const bytes = this.packed(number);
      const ordinal = this.#bytes.readUInt32BE(number * KEY_BYTES + HASH_BYTES);
      this.#slots[this.#slotOf(bytes, ordinal)] = number;
    }
  }

  /** Where the key is, or would be. Hashes are spread evenly already; equal texts differ in their ordinals only. */
  #slotOf(hash: Uint8Array, ordinal: number): number {
    const mask = this.#slots.length - 1;
    const start = ((hash[0] ?? 0) << 24) ^ ((hash[1] ?? 0) << 16) ^ ((hash[2] ?? 0) << 8) ^ (hash[3] ?? 0);
    let slot = ((start ^ Math.imul(ordinal, 0x9e3779b1)) >>> 0) & mask;
    for (;;) {
      const number = this.#slots[slot] ?? EMPTY;
      if (number === EMPTY || this.#isAt(number, hash, ordinal)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isAt(number: number, hash: Uint8Array, ordinal: number): boolean {
    const start = number * KEY_BYTES;
    if (this.#bytes.readUInt32BE(start + HASH_BYTES) !== ordinal) return false;
    for (let at = 0; at < HASH_BYTES; at += 1) if (this.#bytes[start + at] !== hash[at]) return false;
    return true;
  }
}
