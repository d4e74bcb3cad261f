/** Slots of the largest table, 50 MB: some three million keys. */
const MOST_SLOTS = 1 << 22;
const FIRST_SLOTS = 1 << 10;

/** Counts by whole number (from 0, below 2^53), 12 bytes a slot; an ordinary map takes ten times as much. */
export class CountTable {
  #keys = new Float64Array(FIRST_SLOTS);
  #counts = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  /** True when it takes no further keys. */
  get isFull(): boolean {
    return this.#size * 4 >= MOST_SLOTS * 3;
  }

  /** The count of a key; 0 for one that isn't there. */
  get(key: number): number {
    return this.#counts[this.#slot(key)] ?? 0;
  }

  /** Sets the count of a key, unless the key is new and the table full. */
  set(key: number, count: number): void {
    let slot = this.#slot(key);
    if (this.#keys[slot] === 0) {
      if (this.isFull) return;
      if (this.#size * 4 >= this.#keys.length * 3) {
        this.#grow();
        slot = this.#slot(key);
      }
      this.#keys[slot] = key + 1;
      this.#size += 1;
    }
    this.#counts[slot] = count;
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    // Both halves of the number take part, so that keys that differ in the upper one don't lie together.
    let slot =
      (Math.imul(key >>> 0, 0x9e3779b1) ^ Math.imul(Math.floor(key / 0x1_0000_0000) + 1, 0x85ebca6b)) & mask;
    for (; this.#keys[slot] !== 0 && this.#keys[slot] !== key + 1; slot = (slot + 1) & mask);
    return slot;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Float64Array(keys.length * 2);
    this.#counts = new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i];
      if (key === undefined || key === 0) continue;
      const slot = this.#slot(key - 1);
      this.#keys[slot] = key;
      this.#counts[slot] = counts[i] ?? 0;
    }
  }
}
