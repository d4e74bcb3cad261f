/** A database with the worker's queue tasks on it, for the tests of this folder. */
import type { TestContext } from 'node:test';
import { NOTHING_HIDDEN } from '../../../src/core/blindness.ts';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import type {
  QueueCriterion,
  QueueDefinition,
  QueueItem,
  QueueWish,
  SampleDesign,
} from '../../../src/core/queue.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { queueDefinition } from '../../../src/storage/queues/queueReader.ts';
import type { TaskContext } from '../../../src/worker/task.ts';
import { drawQueue, type DrawnQueue } from '../../../src/worker/tasks/drawQueue.ts';
import { labelInput, storageDesk, type StorageDesk } from '../storage/storageDesk.ts';

export interface QueueTestDesk extends StorageDesk {
  readonly context: TaskContext<unknown>;
  readonly draw: (wish: Partial<QueueWish>, within?: number) => Promise<DrawnQueue>;
  readonly definition: (queueId: number) => QueueDefinition;
  /** Items of a queue over all its waves. */
  readonly items: (queueId: number) => readonly QueueItem[];
  /** Previews of the transcripts that criteria choose, in the order of the tree. */
  readonly listed: (...criteria: readonly QueueCriterion[]) => Promise<readonly string[]>;
  /** Answers an item of a queue, as the page does. */
  readonly answer: (
    queueId: number,
    place: number,
    answer: string,
    annotator?: string,
    seconds?: number,
  ) => void;
}

export function contextOf(
  database: AuditDatabase,
  signal = new AbortController().signal,
): TaskContext<unknown> {
  return {
    database: () => Promise.resolve(database),
    owner: 'test',
    yieldFlag: new Int32Array(new SharedArrayBuffer(4)),
    signal,
    progress: () => undefined,
    ask: () => Promise.reject(new Error('nothing is asked')),
    log: (line) => {
      throw new Error(line);
    },
  };
}

export const PLAIN_WISH: QueueWish = {
  name: 'a queue',
  scope: { runIds: [] },
  criteria: [],
  design: null,
  purpose: 'list',
  seed: 'seed',
  order: 'fixed',
  blind: NOTHING_HIDDEN,
  masks: [],
  repeats: 0,
  assignment: null,
};

export function sampleOf(design: SampleDesign, fields: Partial<QueueWish> = {}): Partial<QueueWish> {
  return { purpose: 'sample', design, order: 'shuffled', ...fields };
}

export async function queueDesk(t: TestContext): Promise<QueueTestDesk> {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  const context = contextOf(worker);
  const draw: QueueTestDesk['draw'] = (wish, within) =>
    drawQueue(
      { wish: { ...PLAIN_WISH, ...wish }, createdBy: 'kim', ...(within === undefined ? {} : { within }) },
      context,
    );
  const definition = (queueId: number): QueueDefinition => queueDefinition(worker.db, queueId);
  const items = (queueId: number): readonly QueueItem[] =>
    definition(queueId).waves.flatMap((wave) => wave.items);
  return {
    ...desk,
    context,
    draw,
    definition,
    items,
    listed: async (...criteria) => {
      const { queueId } = await draw({ criteria });
      return items(queueId).map(({ key }) => {
        const id = store.transcriptIdByKey(key);
        return (id === undefined ? undefined : store.transcriptRow(id)?.preview) ?? formatContentKey(key);
      });
    },
    answer: (queueId, place, answer, annotator = 'kim', seconds = 10) => {
      const queue = store.queue(queueId);
      const item = store.queueItem(queueId, annotator, place);
      if (queue === undefined || item?.transcriptId == null) throw new Error(`no item ${place}`);
      store.appendLabel(
        labelInput(item.transcriptId, answer, {
          annotator,
          queue: queue.uid,
          place,
          secondsSpent: seconds,
          ...(item.repeatOf === null ? {} : { repeat: 1 }),
        }),
      );
    },
  };
}
