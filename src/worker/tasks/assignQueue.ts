/** Gives the transcripts of a queue to named annotators. A queue is never changed once it is made, so this makes another. */
import { formatContentKey } from '../../core/contentKey.ts';
import type { QueueDefinition, QueueItem, QueueWish } from '../../core/queue.ts';
import { newEventId } from '../../storage/labels/eventId.ts';
import { queueChunks, queueDefinition } from '../../storage/queues/queueReader.ts';
import { QueueWriter } from '../../storage/queues/queueWriter.ts';
import { storedWish, storeWish } from '../../storage/queues/storedWish.ts';
import { itemsOf } from '../queues/queueItems.ts';
import { checkWish } from '../queues/wishCheck.ts';
import type { TaskContext } from '../task.ts';
import { counted, type DrawnQueue } from './drawQueue.ts';

export interface AssignQueueParams {
  readonly queueId: number;
  readonly assignment: NonNullable<QueueWish['assignment']>;
  readonly createdBy: string;
}

/**
 * The same transcripts in the same order, strata, seed and frame, with each given to `overlap` of the annotators. Hidden repeats
 * are placed anew: whoever gets a part of the items meets them sooner. Answers in the first queue stay there.
 *
 * @throws AuditError `bad-input` for an assignment that can't be
 */
export async function assignQueue(
  { queueId, assignment, createdBy }: AssignQueueParams,
  context: TaskContext,
): Promise<DrawnQueue> {
  const database = await context.database();
  const { db } = database;
  const before = queueDefinition(db, queueId);
  const wish = storedWish(db, before.uid);
  const { purpose, design } = before;
  checkWish({
    ...before,
    scope: { runIds: [] },
    criteria: purpose === 'sample' ? [] : [{ kind: 'all' }],
    design,
    repeats: 0,
    assignment,
  });
  const earlier = before.waves.flatMap(({ items }) => items);
  const items = assigned(before.seed, earlier, assignment);
  const createdAt = new Date().toISOString();
  const strata = before.waves.at(-1)?.strata ?? [];
  const definition: QueueDefinition = {
    ...before,
    uid: newEventId(),
    assignment,
    createdAt,
    createdBy,
    waves: [{ wave: 0, createdAt, createdBy, strata, items }],
  };
  if (wish !== undefined) storeWish(db, definition.uid, wish);
  const runIds = db
    .prepare<[number], number>('SELECT run_id FROM queue_run WHERE queue_id = ? ORDER BY run_id')
    .pluck()
    .all(queueId);
  const writer = new QueueWriter(database, { yieldFlag: context.yieldFlag, signal: context.signal });
  const made = await writer.define(definition, {
    runIds,
    ...(design === null ? {} : { chunks: [...queueChunks(db, queueId)] }),
  });
  return { queueId: made, uid: definition.uid, ...counted(items), strata };
}

function assigned(
  seed: string,
  items: readonly QueueItem[],
  assignment: AssignQueueParams['assignment'],
): readonly QueueItem[] {
  const first = items.filter(({ repeatOf }) => repeatOf === null).sort((a, b) => a.place - b.place);
  const keys = first.map(({ key, stratum }) => ({ key: formatContentKey(key), stratum }));
  const repeats = first.length === 0 ? 0 : (items.length - first.length) / first.length;
  return itemsOf(keys, { seed, repeats, assignment });
}
