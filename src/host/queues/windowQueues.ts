/** Which queue is worked on in this window; remembered, so that a reload hides what was hidden before it. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { QueueItemRow, QueueRow } from '../../core/queueStore.ts';
import type { AuditStore } from '../../core/ports.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import type { OpenQueue, QueueDesk } from './queueDesk.ts';

/** What the workspace remembers of the queue that is worked on. */
interface Remembered {
  readonly uid: string;
  readonly annotator: string;
}

const REMEMBERED = 'openQueue';

export interface WindowQueuesParts {
  readonly memory: vscode.Memento;
  /** The open database, without opening one. */
  store(): AuditStore | undefined;
  /** Opens the database if its file exists. */
  open(): Promise<AuditStore | undefined>;
  /** Who answers. @throws AuditError when nobody gave a name */
  annotator(): Promise<string>;
  /** Shows the item in the transcript page. */
  show(transcriptId: number, queueId: number, place: number): Promise<unknown>;
  readonly onDidChangeStore: vscode.Event<{ readonly kind: string }>;
}

/**
 * Made at activation, since trees ask what is hidden before they draw; reads nothing until a database is open.
 */
export class WindowQueues implements QueueDesk, vscode.Disposable {
  private readonly parts: WindowQueuesParts;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  private readonly subscription: vscode.Disposable;
  private current: OpenQueue | undefined;

  constructor(parts: WindowQueuesParts) {
    this.parts = parts;
    this.subscription = parts.onDidChangeStore(({ kind }) => {
      if (kind !== 'labels') this.reread();
    });
  }

  get open(): OpenQueue | undefined {
    return this.current;
  }

  async openQueue(queueId: number, place?: number): Promise<void> {
    const store = await this.parts.open();
    const queue = store?.queue(queueId);
    if (store === undefined || queue === undefined)
      throw new AuditError('not-found', 'That queue is gone.', 'Deleted queues can be restored.');
    const annotator = await this.parts.annotator();
    const item =
      place === undefined ? firstItem(store, queue, annotator) : itemAt(store, queue, annotator, place);
    // What it hides is hidden before anything of it shows.
    await this.settle({ queue, annotator });
    await this.parts.show(item.transcriptId, queueId, item.place);
  }

  async pause(): Promise<void> {
    await this.settle(undefined);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }

  private async settle(open: OpenQueue | undefined): Promise<void> {
    const changed = !isSame(this.current, open);
    this.current = open;
    if (changed) this.changes.fire();
    const remembered: Remembered | undefined =
      open === undefined ? undefined : { uid: open.queue.uid, annotator: open.annotator };
    await this.parts.memory.update(REMEMBERED, remembered);
  }

  /** The queue may be gone, renamed or extended; after a reload it is the remembered one, if this database has it. */
  private reread(): void {
    const store = this.parts.store();
    const open = store === undefined ? undefined : this.stillOpen(store);
    if (isSame(this.current, open)) return;
    this.current = open;
    this.changes.fire();
  }

  private stillOpen(store: AuditStore): OpenQueue | undefined {
    const remembered = this.parts.memory.get<Remembered>(REMEMBERED);
    if (remembered === undefined) return undefined;
    const { uid, annotator } = remembered;
    // Runs change many times a second while an import goes on: the one that is open is asked for by its number.
    const known = this.current === undefined ? undefined : store.queue(this.current.queue.queueId);
    const queue = known?.uid === uid ? known : store.queues().find((one) => one.uid === uid);
    return queue === undefined ? undefined : { queue, annotator };
  }
}

function isSame(a: OpenQueue | undefined, b: OpenQueue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

type ShownItem = QueueItemRow & { readonly transcriptId: number };

/** The first open item whose text is here, else the first one of all, so that a finished queue can be looked through. */
function firstItem(store: AuditStore, queue: QueueRow, annotator: string): ShownItem {
  for (const open of [true, false]) {
    let place = 0;
    for (;;) {
      const row = store.queueNeighbour(queue.queueId, annotator, place, 'next', open);
      if (row === undefined) break;
      if (hasText(row)) return row;
      place = row.place;
    }
  }
  const total = store.queueProgress(queue.queueId, annotator).total;
  throw total === 0
    ? new AuditError(
        'not-found',
        `Nothing of “${nameOf(queue)}” is assigned to ${annotator}.`,
        `It is given to ${queue.assignment?.annotators.join(', ') ?? 'nobody'}.`,
      )
    : new AuditError(
        'not-found',
        `The transcripts of “${nameOf(queue)}” are in no run here.`,
        'Import the results that it was drawn from.',
      );
}

function itemAt(store: AuditStore, queue: QueueRow, annotator: string, place: number): ShownItem {
  const row = store.queueItem(queue.queueId, annotator, place);
  if (row === undefined)
    throw new AuditError('not-found', `“${nameOf(queue)}” has no item ${place} for ${annotator}.`);
  if (!hasText(row))
    throw new AuditError('not-found', 'The text of that item is in no run now.', 'Import its results again.');
  return row;
}

/** What it is called, but for what is hidden now. */
function nameOf({ name }: QueueRow): string {
  return hiddenNames.inName(name);
}

function hasText(row: QueueItemRow): row is ShownItem {
  return row.transcriptId !== null;
}
