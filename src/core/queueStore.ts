/** The part of the store's port that is about queues: short reads for the view and for working through one. */
import type { LabelEvent } from './labelEvent.ts';
import type { QueueDefinition, QueueItem } from './queue.ts';

/** A queue as the view lists it. */
export interface QueueRow extends Omit<QueueDefinition, 'waves'> {
  readonly queueId: number;
  /** Items without hidden repeats. */
  readonly items: number;
  readonly repeats: number;
  readonly waves: number;
  /** Items whose texts are in no run now. */
  readonly gone: number;
}

/** How far one annotator is. What counts as an item is what is assigned to them (repeats counted in). */
export interface QueueProgress {
  readonly total: number;
  readonly answered: number;
  readonly unsure: number;
  readonly skipped: number;
  /** Items still open, where all of them are in no run now and none can be answered; else absent. */
  readonly gone?: number;
  /** Median of `secondsSpent` over their answers here; null before the first. */
  readonly secondsEach: number | null;
}

/** What an annotator has done about an item: `null` is still open. */
export type ItemResponse = 'answered' | 'unsure' | 'skipped' | null;

export interface QueueItemRow extends QueueItem {
  readonly queueId: number;
  /** A visible transcript with that text, from the runs it was drawn from where possible; null when it is in none. */
  readonly transcriptId: number | null;
  readonly response: ItemResponse;
}

export interface QueueStore {
  /** Queues that aren't deleted, newest first. */
  queues(): readonly QueueRow[];
  queue(queueId: number): QueueRow | undefined;
  queueProgress(queueId: number, annotator: string): QueueProgress;
  /** Items of an annotator by place: `limit` from behind `after`. */
  queueItems(queueId: number, annotator: string, after: number, limit: number): readonly QueueItemRow[];
  queueItem(queueId: number, annotator: string, place: number): QueueItemRow | undefined;
  /** The nearest item of the annotator behind (or before) a place; `open` only those without a response. */
  queueNeighbour(
    queueId: number,
    annotator: string,
    place: number,
    direction: 'next' | 'previous',
    open: boolean,
  ): QueueItemRow | undefined;
  /** Everybody's events of the queue on one item. */
  queueEvents(queueId: number, place: number): readonly LabelEvent[];
  renameQueue(queueId: number, name: string): void;
  /** Hides a queue; its labels stay. `restoreQueue` brings it back. */
  deleteQueue(queueId: number): void;
  restoreQueue(queueId: number): void;
}
