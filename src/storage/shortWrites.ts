import { setImmediate } from 'node:timers/promises';
import { AuditError } from '../core/errors.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import type { YieldFlag } from './retryWhenBusy.ts';
import { storageError } from './storageErrors.ts';
import { Transactions } from './storeWrites.ts';

/** How long one transaction holds the lock, its commit left out, in milliseconds. */
const TRANSACTION_MS = 6;
/** The same while somebody could ask for the lock by the flag and hasn't for a while: long transactions cost less. */
const CALM_TRANSACTION_MS = 30;
const CALM_AFTER_MS = 5000;
/** How long a waiting label is given before the worker goes on regardless, in milliseconds. */
const LONGEST_YIELD_MS = 50;
/** Windows of other processes can't raise our flag: every so often the lock is left free for them, in milliseconds. */
const BREATH_EVERY_MS = 150;
const BREATH_MS = 3;

/** What every long operation of the worker takes. */
export interface LongOperation {
  /** Raised by the host while it waits to write. */
  readonly yieldFlag?: YieldFlag | undefined;
  /** Stops between two transactions with AuditError `cancelled`; what was done stays done. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each transaction with the items done so far. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Writes many small things in short transactions that make way for labels: between two items it looks whether the host
 * waits, commits early, and sleeps until the host is done.
 */
export class ShortWrites {
  readonly #transactions: Transactions;
  readonly #path: string;
  readonly #flag: YieldFlag | undefined;
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4));
  #lastBreath = performance.now();
  #lastAsked = -Infinity;

  constructor(database: AuditDatabase, flag: YieldFlag | undefined) {
    this.#transactions = new Transactions(database);
    this.#path = database.path;
    this.#flag = flag;
  }

  /**
   * One transaction over as many items as fit into its time, at least one.
   *
   * @param hooks `before` the first item and `after` the last, inside the transaction
   * @returns the index of the first item not done
   * @throws what SQLite threw, as AuditError where it has a meaning; nothing of this transaction is then kept
   */
  once(
    from: number,
    count: number,
    each: (index: number) => void,
    hooks: { readonly before?: () => void; readonly after?: () => void } = {},
  ): number {
    this.#makeWay();
    try {
      this.#transactions.begin();
      hooks.before?.();
      const end = performance.now() + this.#transactionMs();
      let index = from;
      do {
        if (index < count) each(index);
        index += 1;
      } while (index < count && performance.now() < end && !this.#isAsked());
      hooks.after?.();
      this.#transactions.commit();
      return Math.min(index, count);
    } catch (error) {
      this.#transactions.rollback();
      throw storageError(error, this.#path);
    }
  }

  /** All items, letting the worker's other messages in between the transactions. */
  async all<T>(
    items: readonly T[],
    each: (item: T) => void,
    { signal, onProgress }: LongOperation = {},
  ): Promise<void> {
    for (let index = 0; index < items.length;) {
      if (signal?.aborted === true) throw new AuditError('cancelled', 'Cancelled.');
      index = this.once(index, items.length, (i) => each(items[i] as T));
      onProgress?.(index);
      await setImmediate();
    }
  }

  #isAsked(): boolean {
    if (this.#flag === undefined || Atomics.load(this.#flag, 0) <= 0) return false;
    this.#lastAsked = performance.now();
    return true;
  }

  #transactionMs(): number {
    const isCalm = this.#flag !== undefined && performance.now() - this.#lastAsked > CALM_AFTER_MS;
    return isCalm ? CALM_TRANSACTION_MS : TRANSACTION_MS;
  }

  #makeWay(): void {
    const start = performance.now();
    while (this.#flag !== undefined) {
      const waiting = Atomics.load(this.#flag, 0);
      const left = start + LONGEST_YIELD_MS - performance.now();
      if (waiting <= 0 || left <= 0) break;
      this.#lastAsked = performance.now();
      Atomics.wait(this.#flag, 0, waiting, left);
    }
    if (start - this.#lastBreath < BREATH_EVERY_MS) return;
    Atomics.wait(this.#sleeper, 0, 0, BREATH_MS);
    this.#lastBreath = performance.now();
  }
}
