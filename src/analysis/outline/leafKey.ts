/** Probe ids stay below this, so that arm and probe fit in one exact number. */
const PROBE_SPAN = 2 ** 26;

/** One number for an arm and a probe, for use as the key of a map. */
export function leafKey(armId: number, probeId: number): number {
  return armId * PROBE_SPAN + probeId;
}
