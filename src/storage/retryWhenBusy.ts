import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from './storageErrors.ts';

/**
 * Counts, at index 0 of a SharedArrayBuffer, how many writers of this process's host are waiting for the lock. The
 * worker looks at it between rows, commits early and sleeps until it is zero again.
 */
export type YieldFlag = Int32Array;

export function createYieldFlag(): YieldFlag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/**
 * Runs a write, again and again without blocking the thread while another connection writes, and asks the worker to make
 * way meanwhile.
 *
 * @param write one short transaction; it must do nothing when it throws
 * @param patienceMs when to give up, 10 s by default
 * @throws AuditError `database-busy` when patience runs out; whatever else `write` throws, at once
 */
export async function retryWhenBusy<T>(write: () => T, flag?: YieldFlag, patienceMs = 10_000): Promise<T> {
  const end = performance.now() + patienceMs;
  let waiting = false;
  try {
    for (;;) {
      try {
        return write();
      } catch (error) {
        if (!isBusy(error) || performance.now() > end) throw error;
      }
      if (!waiting && flag !== undefined) {
        waiting = true;
        Atomics.add(flag, 0, 1);
      }
      await delay(1);
    }
  } finally {
    if (waiting && flag !== undefined) {
      Atomics.sub(flag, 0, 1);
      Atomics.notify(flag, 0);
    }
  }
}
