import { createHash } from 'node:crypto';
import type { ReadPosition } from '../storage/importWriter.ts';

/** Hashes a file's bytes as they go by, and says at any moment how far it is and what they came to. */
export class PositionMeter {
  readonly #sizeBytes: number;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
  }

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  /** Undefined while nothing went by, and for files that are read twice or by pieces: their bytes come in no order. */
  position(): ReadPosition | undefined {
    if (this.#bytes === 0 || this.#bytes > this.#sizeBytes) return undefined;
    return { bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') };
  }

  /** Of the whole file; undefined when not all of it went by, once. */
  sha256(): string | undefined {
    return this.#bytes === this.#sizeBytes ? this.#hash.copy().digest('hex') : undefined;
  }
}
