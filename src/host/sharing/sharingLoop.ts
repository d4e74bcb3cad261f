/** When a shared folder is looked at, and what is said of it. Free of `vscode`. */
import { AuditError } from '../../core/errors.ts';
import type { SyncResult } from '../../worker/sharing/syncFolder.ts';

export interface SharingLoopOptions {
  readonly sync: (isFirst: boolean, signal: AbortSignal) => Promise<SyncResult>;
  /** Something was read, written or went away. */
  readonly onDone: (result: SyncResult) => void;
  /** Something can't be done now: told when it begins, not again before it has worked once. */
  readonly onTrouble: (message: string, hint: string) => void;
  readonly onRecovered: () => void;
  readonly log: (message: string, error?: unknown) => void;
  /** How often the folder is looked at without being told of a change, milliseconds. */
  readonly pollMs?: number;
}

/** A label is written so long after it was given, with those that follow it at once. */
export const LABEL_MS = 400;
/** Files that change are looked at once they are quiet for so long: whoever writes them is done by then. */
export const FILE_MS = 1_000;
/** Any other change of the database: queues are written too. */
export const CHANGE_MS = 3_000;
const BUSY_MS = 1_500;
const POLL_MS = 30_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

export class SharingLoop {
  readonly #options: SharingLoopOptions;
  readonly #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;
  #running: Promise<SyncResult | undefined> | undefined;
  #isFirst = true;
  #isInTrouble = false;
  #retryMs = FIRST_RETRY_MS;

  constructor(options: SharingLoopOptions) {
    this.#options = options;
  }

  /** Looks at the folder in so many milliseconds, or earlier where that was asked for. */
  soon(milliseconds: number): void {
    if (this.#stop.signal.aborted) return;
    const at = Date.now() + milliseconds;
    // A clock that was set back would put it off for ever.
    if (this.#timer !== undefined && this.#dueAt <= at && this.#dueAt > Date.now() - LONGEST_RETRY_MS) return;
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.now();
    }, milliseconds);
    this.#timer.unref?.();
  }

  /** Looks at it now, or once more after the look under way; undefined when that failed or was stopped. */
  async now(): Promise<SyncResult | undefined> {
    await this.#running;
    if (this.#stop.signal.aborted) return undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  dispose(): void {
    this.#stop.abort('stop');
    clearTimeout(this.#timer);
  }

  async #run(): Promise<SyncResult | undefined> {
    const { sync, onDone, log, pollMs = POLL_MS } = this.#options;
    try {
      const result = await sync(this.#isFirst, this.#stop.signal);
      if (this.#stop.signal.aborted) return undefined;
      if (result.isBusy) {
        this.soon(BUSY_MS);
        return result;
      }
      this.#isFirst = false;
      if (result.written > 0 || result.merged.length > 0 || result.gone.length > 0) onDone(result);
      for (const { message } of result.failures) log(message);
      // What only changed while it was looked at, or went away just then, is no trouble.
      const [failure] = result.failures.filter(({ kind, what }) => !isPassing(kind, what));
      if (failure !== undefined) this.#trouble(failure.message, failure.hint);
      else this.#recovered();
      if (result.failures.length === 0) this.soon(pollMs);
      return result;
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #failed(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    const kind = error instanceof AuditError ? error.kind : 'bug';
    // The database was closed; whoever opens the next one makes another loop.
    if (kind === 'cancelled') return;
    this.#options.log('sharing labels', error);
    if (kind === 'database-busy') {
      this.soon(BUSY_MS);
      return;
    }
    const isOurs = error instanceof AuditError;
    this.#trouble(
      isOurs ? error.message : 'Labels could not be shared.',
      isOurs
        ? error.hint
        : 'The log says more. The labels are safe in the database; it is tried again by itself.',
    );
  }

  #trouble(message: string, hint: string): void {
    this.soon(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    if (this.#isInTrouble) return;
    this.#isInTrouble = true;
    this.#options.onTrouble(message, hint);
  }

  #recovered(): void {
    this.#retryMs = FIRST_RETRY_MS;
    if (!this.#isInTrouble) return;
    this.#isInTrouble = false;
    this.#options.onRecovered();
  }
}

function isPassing(kind: string, what: 'read' | 'write'): boolean {
  return kind === 'file-changed' || (kind === 'file-missing' && what === 'read');
}
