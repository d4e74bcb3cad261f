/** What labels and keys are about: a transcript, or one item of a queue, where the same transcript may stand twice. */
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import type { QueuePlace } from '../../../src/protocol/transcriptQueue.ts';

export interface Target {
  readonly transcriptId: number;
  readonly queue?: QueuePlace;
}

export function targetOf({ id, queue }: TranscriptView): Target {
  if (queue === undefined) return { transcriptId: id };
  return { transcriptId: id, queue: { queueId: queue.queueId, place: queue.place } };
}

/** One text for one target. */
export function targetText({ transcriptId, queue }: Target): string {
  return queue === undefined ? String(transcriptId) : `${queue.queueId}/${queue.place}`;
}

export function isShown(view: TranscriptView | null, target: Target): boolean {
  return view !== null && targetText(targetOf(view)) === targetText(target);
}

export function isSame(a: Target, b: Target): boolean {
  return targetText(a) === targetText(b);
}
