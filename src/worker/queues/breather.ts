import { setImmediate as giveWay } from 'node:timers/promises';
import { AuditError } from '../../core/errors.ts';
import type { Breathe } from '../../storage/queues/scanFrame.ts';

/** How long a scan goes on before other tasks get their turn, in milliseconds. */
const STRETCH_MS = 8;

/** Gives way to the thread's other tasks now and then; stops with AuditError `cancelled` when the signal fires. */
export function breather(signal: AbortSignal): Breathe {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < STRETCH_MS) return;
    if (signal.aborted) throw new AuditError('cancelled', 'Cancelled.');
    await giveWay();
    since = performance.now();
  };
}
