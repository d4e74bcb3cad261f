/** What VS Code holds of the Queues view: one object for each id, the same one again after every refresh. */
import type { QueueItemRow, QueueProgress, QueueRow } from '../../core/queueStore.ts';
import type { AuditStore, TranscriptRow } from '../../core/ports.ts';

/** So many places are one range. */
export const QUEUE_RANGE = 100;

export interface QueueElement {
  readonly kind: 'queue';
  readonly id: string;
  readonly queueId: number;
  queue: QueueRow;
  progress: QueueProgress;
}

/** A hundred places of a queue that has more. */
export interface QueueRangeElement {
  readonly kind: 'queue-range';
  readonly id: string;
  readonly queueId: number;
  readonly parent: QueueElement;
  /** Places, both inclusive. */
  readonly from: number;
  readonly to: number;
}

export interface QueueItemElement {
  readonly kind: 'queue-item';
  readonly id: string;
  readonly queueId: number;
  readonly parent: QueueElement | QueueRangeElement;
  readonly queue: QueueElement;
  readonly place: number;
  item: QueueItemRow;
  /** Undefined when its text is in no run now. */
  transcript: TranscriptRow | undefined;
}

export type QueuesElement = QueueElement | QueueRangeElement | QueueItemElement;

export class QueueElements {
  private readonly known = new Map<string, QueuesElement>();

  /** Queues, newest first, with how far the annotator is. */
  roots(store: AuditStore, annotator: string): readonly QueueElement[] {
    const queues = store.queues();
    const elements = queues.map((queue) => {
      const progress = store.queueProgress(queue.queueId, annotator);
      const id = `q:${queue.queueId}`;
      const before = this.known.get(id);
      if (before?.kind !== 'queue')
        return { kind: 'queue' as const, id, queueId: queue.queueId, queue, progress };
      before.queue = queue;
      before.progress = progress;
      return before;
    });
    const ids = new Set(queues.map(({ queueId }) => queueId));
    for (const [id, { queueId }] of this.known) if (!ids.has(queueId)) this.known.delete(id);
    for (const element of elements) this.known.set(element.id, element);
    return elements;
  }

  /** One or two short statements for a queue, one and a hundred for a range. */
  children(store: AuditStore, annotator: string, element: QueuesElement): readonly QueuesElement[] {
    switch (element.kind) {
      case 'queue': {
        const places = element.queue.items + element.queue.repeats;
        return places > QUEUE_RANGE
          ? this.ranges(element, places)
          : this.items(store, annotator, element, 1, places);
      }
      case 'queue-range':
        return this.items(store, annotator, element, element.from, element.to);
      case 'queue-item':
        return [];
    }
  }

  parentOf(element: QueuesElement): QueuesElement | undefined {
    return element.kind === 'queue' ? undefined : element.parent;
  }

  /** The element of a queue that was drawn. */
  ofQueue(queueId: number): QueueElement | undefined {
    const element = this.known.get(`q:${queueId}`);
    return element?.kind === 'queue' ? element : undefined;
  }

  private ranges(parent: QueueElement, places: number): readonly QueueRangeElement[] {
    return Array.from({ length: Math.ceil(places / QUEUE_RANGE) }, (_, i) => {
      const from = i * QUEUE_RANGE + 1;
      const to = Math.min(places, from + QUEUE_RANGE - 1);
      const id = `${parent.id}/r:${from}-${to}`;
      const before = this.known.get(id);
      if (before?.kind === 'queue-range') return before;
      const made = { kind: 'queue-range', id, queueId: parent.queueId, parent, from, to } as const;
      this.known.set(id, made);
      return made;
    });
  }

  private items(
    store: AuditStore,
    annotator: string,
    parent: QueueElement | QueueRangeElement,
    from: number,
    to: number,
  ): readonly QueueItemElement[] {
    const queue = parent.kind === 'queue' ? parent : parent.parent;
    const { queueId } = queue;
    return store
      .queueItems(queueId, annotator, from - 1, to - from + 1)
      .filter(({ place }) => place <= to)
      .map((item) => {
        const { place, transcriptId } = item;
        const transcript = transcriptId === null ? undefined : store.transcriptRow(transcriptId);
        const id = `q:${queueId}/i:${place}`;
        const before = this.known.get(id);
        if (before?.kind === 'queue-item' && before.parent === parent) {
          before.item = item;
          before.transcript = transcript;
          return before;
        }
        const made: QueueItemElement = {
          kind: 'queue-item',
          id,
          queueId,
          parent,
          queue,
          place,
          item,
          transcript,
        };
        this.known.set(id, made);
        return made;
      });
  }
}

const KINDS: ReadonlySet<unknown> = new Set(['queue', 'queue-range', 'queue-item']);

export function isQueuesElement(argument: unknown): argument is QueuesElement {
  return typeof argument === 'object' && argument !== null && 'kind' in argument && KINDS.has(argument.kind);
}

export function queueIdOfElement(argument: unknown): number | undefined {
  return isQueuesElement(argument) ? argument.queueId : undefined;
}
