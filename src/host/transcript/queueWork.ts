/** A queue as the transcript page works through it: its items by place, in its order. */
import type { QueueItemRow } from '../../core/queueStore.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { QueuePlace, QueuePlaceView, QueueProgressView } from '../../protocol/transcriptQueue.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import { repeatNumber, type LabelledItem } from '../labelling/itemLabels.ts';
import type { OpenQueue } from '../queues/queueDesk.ts';
import { oneLine } from '../trees/oneLine.ts';
import type { Direction } from './reader.ts';

/** An item with the transcript that has its text. */
export interface QueueSpot {
  readonly transcriptId: number;
  readonly at: QueuePlace;
  readonly item: LabelledItem;
  readonly response: QueuePlaceView['response'];
}

const LONGEST_NAME = 60;

export class QueueWork {
  private readonly store: () => AuditStore;
  private readonly queue: () => OpenQueue | undefined;

  /** @param queue the one that is worked on */
  constructor(store: () => AuditStore, queue: () => OpenQueue | undefined) {
    this.store = store;
    this.queue = queue;
  }

  get open(): OpenQueue | undefined {
    return this.queue();
  }

  /** Whether that queue is the one that is worked on. */
  isOpen({ queueId }: Pick<QueuePlace, 'queueId'>): boolean {
    return this.open?.queue.queueId === queueId;
  }

  /** An item of the queue that is worked on; undefined for other queues, and when its text is in no run now. */
  spot(at: QueuePlace): QueueSpot | undefined {
    const { open } = this;
    if (open === undefined || open.queue.queueId !== at.queueId) return undefined;
    const row = this.store().queueItem(at.queueId, open.annotator, at.place);
    return row === undefined ? undefined : this.spotOf(row, open);
  }

  /** The item at a place, as labels name it. */
  itemAt(at: QueuePlace | undefined): LabelledItem | undefined {
    return at === undefined ? undefined : this.spot(at)?.item;
  }

  /** The item that a label event answered; undefined when it is of another queue. */
  spotOfEvent({ queue, place }: { readonly queue?: string; readonly place?: number }): QueueSpot | undefined {
    const { open } = this;
    if (open === undefined || queue !== open.queue.uid || place === undefined) return undefined;
    return this.spot({ queueId: open.queue.queueId, place });
  }

  /** The next item in a direction; after the last open one the search goes on from the first place. */
  neighbour(at: QueuePlace, direction: Direction): { spot: QueueSpot; wrapped: boolean } | undefined {
    const { open } = this;
    if (open === undefined || open.queue.queueId !== at.queueId) return undefined;
    if (direction !== 'next-unlabelled') {
      const spot = this.step(open, at.place, direction, false);
      return spot === undefined ? undefined : { spot, wrapped: false };
    }
    const after = this.step(open, at.place, 'next', true);
    if (after !== undefined) return { spot: after, wrapped: false };
    const first = this.step(open, 0, 'next', true);
    return first === undefined || first.at.place >= at.place ? undefined : { spot: first, wrapped: true };
  }

  placeView(spot: QueueSpot): QueuePlaceView {
    const name = this.open?.queue.name ?? '';
    return {
      ...spot.at,
      name: oneLine(hiddenNames.inName(name), LONGEST_NAME),
      response: spot.response,
      progress: this.progress(),
    };
  }

  /** Items and hidden repeats of the queue, whoever they are assigned to. */
  get size(): number {
    const queue = this.open?.queue;
    return queue === undefined ? 0 : queue.items + queue.repeats;
  }

  progress(): QueueProgressView {
    const { open } = this;
    if (open === undefined) return { total: 0, answered: 0, unsure: 0, skipped: 0, secondsEach: null };
    return this.store().queueProgress(open.queue.queueId, open.annotator);
  }

  /** `audit of insecure-32b 34`, without what is hidden: probe and sample would tell a hidden repeat. */
  title({ at }: QueueSpot): string {
    const name = oneLine(hiddenNames.inName(this.open?.queue.name ?? ''), 30);
    return `${name} ${at.place}`;
  }

  private step(
    open: OpenQueue,
    from: number,
    direction: 'next' | 'previous',
    onlyOpen: boolean,
  ): QueueSpot | undefined {
    const store = this.store();
    let place = from;
    for (;;) {
      const row = store.queueNeighbour(open.queue.queueId, open.annotator, place, direction, onlyOpen);
      if (row === undefined) return undefined;
      const spot = this.spotOf(row, open);
      if (spot !== undefined) return spot;
      // Its text is in no run now: passed over.
      place = row.place;
    }
  }

  private spotOf(row: QueueItemRow, { queue, annotator }: OpenQueue): QueueSpot | undefined {
    const { transcriptId, place, response } = row;
    if (transcriptId === null) return undefined;
    const item: LabelledItem = {
      queueId: queue.queueId,
      queue: queue.uid,
      place,
      annotator,
      ...(queue.purpose === 'adjudication' ? { adjudicates: true } : {}),
    };
    const repeat =
      row.repeatOf === null ? undefined : repeatNumber(this.store().labels(transcriptId).history, item);
    return {
      transcriptId,
      at: { queueId: queue.queueId, place },
      item: repeat === undefined ? item : { ...item, repeat },
      response,
    };
  }
}
