import type { SchemeUse } from '../../storage/labels/schemeUse.ts';

/** Counting what stands under each version reads every label: asked for again at most so often, in milliseconds. */
const KEPT_MS = 3_000;

/** What was labelled under which version, kept while it is being typed. */
export class SchemeUses {
  readonly #load: () => Promise<readonly SchemeUse[]>;
  readonly #clock: () => number;
  #loading: Promise<readonly SchemeUse[]> | undefined;
  #loadedAt = -Infinity;
  #stale = true;

  constructor(load: () => Promise<readonly SchemeUse[]>, clock: () => number = Date.now) {
    this.#load = load;
    this.#clock = clock;
  }

  async read(): Promise<readonly SchemeUse[]> {
    if (this.#loading !== undefined && !(this.#stale && this.#clock() - this.#loadedAt >= KEPT_MS)) {
      return this.#loading;
    }
    this.#stale = false;
    this.#loadedAt = this.#clock();
    const loading = this.#load();
    this.#loading = loading;
    try {
      return await loading;
    } catch (error) {
      if (this.#loading === loading) this.#loading = undefined;
      throw error;
    }
  }

  /** Labels came in: they are counted with the next reading. @returns whether a reading now would count them */
  forget(): boolean {
    this.#stale = true;
    return this.#clock() - this.#loadedAt >= KEPT_MS;
  }
}
