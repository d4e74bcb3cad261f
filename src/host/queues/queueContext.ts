/** What the queue commands work with; put together at the composition root. */
import type { AuditStore } from '../../core/ports.ts';
import type { AssignQueueParams } from '../../worker/tasks/assignQueue.ts';
import type { DrawnQueue, DrawQueueParams } from '../../worker/tasks/drawQueue.ts';
import type { LabelPlan, LabelPlanParams } from '../../worker/tasks/labelPlan.ts';
import type { ExtendedQueue, ExtendQueueParams } from '../../worker/tasks/extendQueue.ts';
import type { PreviewedQueue, QueuePreviewParams } from '../../worker/tasks/queuePreview.ts';
import type { QueueSummaryParams, SummarisedQueue } from '../../worker/tasks/queueSummary.ts';
import type { QueueDesk } from './queueDesk.ts';
import type { QueueUi } from './queueUi.ts';

/** What scans and so runs in the worker. */
export interface QueueTasks {
  drawQueue(params: DrawQueueParams, signal: AbortSignal): Promise<DrawnQueue>;
  extendQueue(params: ExtendQueueParams, signal: AbortSignal): Promise<ExtendedQueue>;
  assignQueue(params: AssignQueueParams, signal: AbortSignal): Promise<DrawnQueue>;
  queuePreview(params: QueuePreviewParams, signal: AbortSignal): Promise<PreviewedQueue>;
  labelPlan(params: LabelPlanParams, signal: AbortSignal): Promise<LabelPlan>;
  queueSummary(params: QueueSummaryParams): Promise<SummarisedQueue>;
}

export interface QueueContext {
  readonly ui: QueueUi;
  readonly desk: QueueDesk;
  readonly tasks: QueueTasks;
  /** Opens the database if there is one. */
  open(): Promise<AuditStore | undefined>;
  write<T>(operation: (store: AuditStore) => T): Promise<T>;
  /** Who makes queues and answers. @throws AuditError when nobody gave a name */
  annotator(): Promise<string>;
  /** Draws the view anew, after this window changed something that polling can't see. */
  changed(): void;
  /** The runs that rows of the Runs view stand for; undefined for anything else. */
  runsMeant(argument: unknown, selected: unknown): readonly number[] | undefined;
  /** The queue selected in the view. */
  selected(): number | undefined;
  /** Selects a queue in the view without taking the keyboard. */
  reveal(queueId: number): Promise<void>;
  /** A new seed. */
  seed(): string;
}
