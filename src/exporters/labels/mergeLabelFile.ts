/** Merging a label file into a database: a set union, a batch at a time. */
import type { LabelEvent } from '../../core/labelEvent.ts';
import type { SchemeVersion } from '../../core/labelFile.ts';
import type { QueueDefinition } from '../../core/queue.ts';
import { openLabelFile, type LabelLineProblem, type ReadLabelOptions } from './labelFileReader.ts';

/** What is done with the events; each batch is one short transaction, so that labels given meanwhile don't wait. */
export interface LabelMergeTarget {
  addSchemes(schemes: readonly SchemeVersion[]): void | Promise<void>;
  addEvents(events: readonly LabelEvent[]): MergeCounts | Promise<MergeCounts>;
  /** Definitions of queues, one wave each; passed over where the target has no queues. */
  addQueue?(queue: QueueDefinition): QueueOutcome | Promise<QueueOutcome>;
}

/**
 * What a definition was to the target. `changed`: it said something else of what was here, as when two people extended a
 * queue, or a file was edited; both are then one queue, the same wherever they meet.
 */
export type QueueOutcome = 'new' | 'grown' | 'present' | 'changed';

export interface MergeCounts {
  /** Events that were not here. */
  readonly added: number;
  /** Events that were here already. */
  readonly present: number;
  /** Of those present, the ids of events that say something else here: one of the two files was edited. */
  readonly differing?: readonly string[];
}

export interface LabelMergeResult {
  readonly path: string;
  readonly added: number;
  readonly present: number;
  /** Queues that are new here, or have more in them now. */
  readonly queues: number;
  /** Lines that hold something and could not be read. */
  readonly unread: number;
  /** The first `MOST_PROBLEMS` problems, warnings included. */
  readonly problems: readonly LabelLineProblem[];
}

export interface MergeOptions extends ReadLabelOptions {
  /** Called after each batch with the number of events seen so far. */
  readonly onProgress?: (events: number) => void;
}

export const MOST_PROBLEMS = 1_000;

/**
 * Adds what a label file holds and the target doesn't. Stopped midway, what was added stays, and doing it again adds
 * the rest. Lines that can't be read are passed over and reported.
 *
 * @throws AuditError as `openLabelFile` does, and whatever the target throws
 */
export async function mergeLabelFile(
  path: string,
  target: LabelMergeTarget,
  options: MergeOptions,
): Promise<LabelMergeResult> {
  const file = await openLabelFile(path, options);
  await target.addSchemes(file.schemes);
  const problems: LabelLineProblem[] = [];
  let added = 0;
  let present = 0;
  let unread = 0;
  const queues = new Set<string>();
  for await (const batch of file.batches()) {
    const events: LabelEvent[] = [];
    const lineOf = new Map<string, number>();
    for (const item of batch) {
      if (item.kind === 'event') {
        events.push(item.event);
        lineOf.set(item.event.eventId, item.line);
        continue;
      }
      if (item.kind === 'queue') {
        const outcome = (await target.addQueue?.(item.queue)) ?? 'present';
        if (outcome !== 'present') queues.add(item.queue.uid);
        if (outcome === 'changed' && problems.length < MOST_PROBLEMS) problems.push(changed(item));
        continue;
      }
      if (item.problem.severity === 'error') unread += 1;
      if (problems.length < MOST_PROBLEMS) problems.push(item.problem);
    }
    if (events.length > 0) {
      const counts = await target.addEvents(events);
      added += counts.added;
      present += counts.present;
      for (const eventId of counts.differing ?? []) {
        if (problems.length < MOST_PROBLEMS) problems.push(differs(lineOf.get(eventId) ?? 0, eventId));
      }
    }
    options.onProgress?.(added + present);
  }
  return { path, added, present, queues: queues.size, unread, problems };
}

function changed({
  line,
  queue,
}: {
  readonly line: number;
  readonly queue: QueueDefinition;
}): LabelLineProblem {
  return {
    line,
    severity: 'warning',
    reason: `The queue “${queue.name}” says something else here; of two versions of a part the larger one is kept.`,
    hint: 'Two people extended it, each for themselves, or a file was edited. No label was lost.',
  };
}

function differs(line: number, eventId: string): LabelLineProblem {
  return {
    line,
    severity: 'warning',
    reason: `Event ${eventId} says something else here; the one here was kept.`,
    hint: 'Events are never changed once written, so one of the two was edited.',
  };
}
