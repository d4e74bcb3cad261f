/** How much memory a process had at most, since it was last asked to forget. */
import { readFileSync, writeFileSync } from 'node:fs';

/** The permission that a process needs for it. */
export const FORGETTING = '/proc/self/clear_refs';

const MEGABYTE = 1024 * 1024;
const MUCH = 300 * MEGABYTE;
/** Collecting takes its time, and may be of no use: not before each input. */
const INPUTS_BETWEEN = 50;
let inputs = 0;

/** Megabytes of real memory, all of the process. */
export function peakMegabytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // Only Linux tells of it there.
  }
  return process.resourceUsage().maxRSS / 1024;
}

/** What earlier inputs left behind is nothing that the next one takes. */
export function forgetPeak(): void {
  if (inputs++ % INPUTS_BETWEEN === 0 && process.memoryUsage.rss() > MUCH) globalThis.gc?.();
  try {
    writeFileSync(FORGETTING, '5');
  } catch {
    // As above; the peak is then that of all inputs so far.
  }
}
