/** Collects files that changed and hands them on once they have stopped growing. Free of `vscode`. */

export interface FileState {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export interface SettledOptions {
  /** Undefined for what isn't a file any more. */
  readonly stat: (path: string) => Promise<FileState | undefined>;
  /** True for files that may be read while they grow. */
  readonly isAppendOnly: (path: string) => boolean;
  /** Called with what is ready; not called again before its promise is settled. */
  readonly onSettled: (paths: readonly string[]) => Promise<void>;
  /** How long a file must stay as it is, how long one that only grows is waited for, how often it is looked, in ms. */
  readonly settleMs?: number;
  readonly patienceMs?: number;
  readonly everyMs?: number;
}

interface Waiting {
  state: FileState | undefined;
  /** When it was first seen to be so. */
  since: number;
  /** When its change was first heard of. */
  readonly first: number;
}

/** More files than this are not asked for their size at once. */
const ASKED_AT_ONCE = 64;

export class SettledFiles {
  readonly #options: Required<SettledOptions>;
  readonly #waiting = new Map<string, Waiting>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLooking = false;
  #isOver = false;

  constructor(options: SettledOptions) {
    this.#options = { settleMs: 2_000, patienceMs: 10_000, everyMs: 500, ...options };
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  note(path: string): void {
    if (this.#isOver) return;
    if (!this.#waiting.has(path)) {
      this.#waiting.set(path, { state: undefined, since: Date.now(), first: Date.now() });
    }
    this.#lookSoon();
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  #lookSoon(): void {
    if (this.#timer !== undefined || this.#isLooking || this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#look();
    }, this.#options.everyMs);
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    try {
      const ready = await this.#ready();
      // What changes while it is being read is heard of again, and waits anew.
      for (const path of ready) this.#waiting.delete(path);
      if (ready.length > 0 && !this.#isStopped()) await this.#options.onSettled(ready);
    } finally {
      this.#isLooking = false;
      if (this.#waiting.size > 0) this.#lookSoon();
    }
  }

  #isStopped(): boolean {
    return this.#isOver;
  }

  async #ready(): Promise<string[]> {
    const { stat, isAppendOnly, settleMs, patienceMs } = this.#options;
    const ready: string[] = [];
    const all = [...this.#waiting];
    for (let from = 0; from < all.length; from += ASKED_AT_ONCE) {
      const some = all.slice(from, from + ASKED_AT_ONCE);
      const states = await Promise.all(some.map(([path]) => stat(path)));
      for (const [index, [path, waiting]] of some.entries()) {
        const state = states[index];
        const now = Date.now();
        if (state === undefined) {
          this.#waiting.delete(path);
          continue;
        }
        if (!isSame(state, waiting.state)) {
          waiting.state = state;
          waiting.since = now;
        }
        const isQuiet = now - waiting.since >= settleMs;
        if (isQuiet || (isAppendOnly(path) && now - waiting.first >= patienceMs)) ready.push(path);
      }
    }
    return ready;
  }
}

function isSame(a: FileState, b: FileState | undefined): boolean {
  return b !== undefined && a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}
