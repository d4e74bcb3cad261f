/** The queue that is worked on in this window. */
import type * as vscode from 'vscode';
import type { QueueRow } from '../../core/queueStore.ts';

export interface OpenQueue {
  readonly queue: QueueRow;
  /** Whose items these are; settled when the queue was opened. */
  readonly annotator: string;
}

export interface QueueDesk {
  /** Undefined when none is: labels then belong to no queue. */
  readonly open: OpenQueue | undefined;
  readonly onDidChange: vscode.Event<void>;
  /** Opens it at the annotator's first open item, or at a place. */
  openQueue(queueId: number, place?: number): Promise<void>;
  /** Leaves it: what was hidden shows again. */
  pause(): Promise<void>;
}
