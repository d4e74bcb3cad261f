/** What the transcript page is told while a queue is worked on, or while something is kept from the reader. */

/**
 * What a view leaves out until the transcript is answered. The host never sends it: a page that is told that something
 * is hidden doesn't have it.
 */
export interface HiddenView {
  readonly judge: boolean;
  readonly model: boolean;
  readonly group: boolean;
  readonly condition: boolean;
  /** Whether `reveal` shows it before the answer (the label then says so); queues refuse. */
  readonly mayPeek: boolean;
}

/** How far the annotator is in the queue; items are counted as assigned to them, hidden repeats among them. */
export interface QueueProgressView {
  readonly total: number;
  readonly answered: number;
  readonly unsure: number;
  readonly skipped: number;
  /** Items still open, where all of them are in no run now and none can be answered; else absent. */
  readonly gone?: number;
  /** Median seconds an answer took; null before the first. */
  readonly secondsEach: number | null;
}

/** Where in a queue a transcript stands. */
export interface QueuePlaceView {
  readonly queueId: number;
  /** Its name, with what is hidden taken out. */
  readonly name: string;
  /** From 1. The same transcript may stand at two places. */
  readonly place: number;
  /** What the annotator did about it; null is still open. */
  readonly response: 'answered' | 'unsure' | 'skipped' | null;
  readonly progress: QueueProgressView;
}

/** Names a queue and an item of it. */
export interface QueuePlace {
  readonly queueId: number;
  readonly place: number;
}
