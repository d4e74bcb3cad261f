/** What a tab shows, and when it is on screen. */
import type { QueuePlace } from '../../protocol/transcriptQueue.ts';

/** A transcript, and where it was opened from: a finding, or an item of the queue that is worked on. */
export interface ShownPlace {
  readonly transcriptId: number;
  readonly findingId?: number | undefined;
  readonly queue?: QueuePlace | undefined;
}

/** A transcript on screen: how long it took from the request, and how many elements the page has. */
export interface Drawn {
  readonly transcriptId: number;
  readonly nodes: number;
  readonly milliseconds: number;
}
