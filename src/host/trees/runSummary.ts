import type { Outline } from '../../core/ports.ts';

/** What deleting runs would take away. */
export interface RunSummary {
  readonly runs: number;
  readonly names: readonly string[];
  readonly transcripts: number;
  readonly labelled: number;
}

/** Counts the runs that the outline knows; others are left out. */
export function runSummary(outline: Outline, runIds: readonly number[]): RunSummary {
  const wanted = new Set(runIds);
  const names = new Map<number, string>();
  const arms = new Set<number>();
  for (const { armId, runId, runName } of outline.arms) {
    if (!wanted.has(runId)) continue;
    names.set(runId, runName);
    arms.add(armId);
  }
  let [transcripts, labelled] = [0, 0];
  for (const { armId, humanVerdict, n } of outline.leaves) {
    if (!arms.has(armId)) continue;
    transcripts += n;
    if (humanVerdict !== 'none') labelled += n;
  }
  return { runs: names.size, names: [...names.values()], transcripts, labelled };
}
