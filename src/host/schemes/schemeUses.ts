import type { SchemeUse } from '../../storage/labels/schemeUse.ts';

/** What was labelled under which version: counting reads every label, so it is kept while nobody labels. */
export class SchemeUses {
  readonly #load: () => Promise<readonly SchemeUse[]>;
  #loading: Promise<readonly SchemeUse[]> | undefined;

  constructor(load: () => Promise<readonly SchemeUse[]>) {
    this.#load = load;
  }

  async read(): Promise<readonly SchemeUse[]> {
    const loading = (this.#loading ??= this.#load());
    try {
      return await loading;
    } catch (error) {
      if (this.#loading === loading) this.#loading = undefined;
      throw error;
    }
  }

  /** Labels came in: they are counted with the next reading. */
  forget(): void {
    this.#loading = undefined;
  }
}
