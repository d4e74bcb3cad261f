/** Makes a queue from a wish: a list by criteria, a sample, or the disagreements of another queue. */
import type { QueueDefinition, QueueItem, QueueStratum, QueueWish } from '../../core/queue.ts';
import { AuditError } from '../../core/errors.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { newEventId } from '../../storage/labels/eventId.ts';
import { packKeys } from '../../storage/queues/packKeys.ts';
import { queueKeys } from '../../storage/queues/queueKeys.ts';
import { QueueWriter } from '../../storage/queues/queueWriter.ts';
import { scanFrame, type Breathe, type Frame } from '../../storage/queues/scanFrame.ts';
import { scanList } from '../../storage/queues/scanList.ts';
import { scopedRuns, type ScopedRun } from '../../storage/queues/scannedPages.ts';
import { FLAGGED } from '../../storage/queues/strata.ts';
import { storeWish } from '../../storage/queues/storedWish.ts';
import { breather } from '../queues/breather.ts';
import { drawWave } from '../queues/drawnWave.ts';
import { orderKeys } from '../queues/orderKeys.ts';
import { itemsOf, type KeyToPlace } from '../queues/queueItems.ts';
import { describeWish, ruleWords } from '../queues/queueText.ts';
import { checkSize, checkWish, MOST_ITEMS } from '../queues/wishCheck.ts';
import type { TaskContext } from '../task.ts';

export interface DrawQueueParams {
  readonly wish: QueueWish;
  readonly createdBy: string;
  /** Number of a queue whose transcripts alone are looked at; for adjudicating what was disagreed about there. */
  readonly within?: number;
}

export interface DrawnQueue {
  readonly queueId: number;
  readonly uid: string;
  /** Without hidden repeats. */
  readonly items: number;
  readonly repeats: number;
  readonly strata: readonly QueueStratum[];
}

/** What the first wave of a queue is made of. */
interface Drawing {
  readonly keys: readonly KeyToPlace[];
  readonly strata: readonly QueueStratum[];
  readonly frame: Frame | undefined;
}

/** @throws AuditError `bad-input` for wishes that can't be; `not-found` when nothing matches; `cancelled` */
export async function drawQueue(
  { wish, createdBy, within }: DrawQueueParams,
  context: TaskContext,
): Promise<DrawnQueue> {
  checkWish(wish);
  const database = await context.database();
  const runs = scopedRuns(database.db, wish.scope);
  const { keys, strata, frame } = await draw(database, wish, runs, within, breather(context.signal));
  const items = itemsOf(keys, wish);
  const createdAt = new Date().toISOString();
  const { name, purpose, design, seed, order, blind, masks, assignment } = wish;
  const definition: QueueDefinition = {
    uid: newEventId(),
    name: name.trim(),
    purpose,
    description: describeWish({ ...wish, design: drawnDesign(design, strata) }, runs),
    design,
    seed,
    order,
    blind,
    masks,
    assignment,
    runNames: runs.map((run) => run.name),
    rule: ruleWords(runs),
    createdAt,
    createdBy,
    waves: [{ wave: 0, createdAt, createdBy, strata, items }],
  };
  return {
    ...(await defineQueue(database, definition, wish, runs, frame, context)),
    ...counted(items),
    strata,
  };
}

/** Stores a queue with what only this database knows of it. */
async function defineQueue(
  database: AuditDatabase,
  definition: QueueDefinition,
  wish: QueueWish,
  runs: readonly ScopedRun[],
  frame: Frame | undefined,
  { yieldFlag, signal }: TaskContext,
): Promise<{ readonly queueId: number; readonly uid: string }> {
  const writer = new QueueWriter(database, { yieldFlag, signal });
  // First the wish: a window killed in between leaves a setting that nobody asks for, not a queue that can't be extended.
  storeWish(database.db, definition.uid, wish);
  const queueId = await writer.define(definition, {
    runIds: runs.map(({ runId }) => runId),
    ...(frame === undefined ? {} : { chunks: await packKeys(frame, breather(signal)) }),
  });
  return { queueId, uid: definition.uid };
}

async function draw(
  database: AuditDatabase,
  wish: QueueWish,
  runs: readonly ScopedRun[],
  within: number | undefined,
  breathe: Breathe,
): Promise<Drawing> {
  const { scope, design, seed } = wish;
  if (design !== null) {
    const frame = await scanFrame(database.db, runs, scope, design.strata, breathe);
    if (frame.keys.size === 0) throw nothing();
    return { ...(await drawWave(seed, design, frame, [], breathe, checkSize)), frame };
  }
  const among = within === undefined ? undefined : queueKeys(database.db, within);
  const { keys, total } = await scanList(database, runs, scope, wish.criteria, breathe, {
    most: MOST_ITEMS,
    within: among,
  });
  checkSize(total);
  if (total === 0) throw nothing();
  return {
    keys: orderKeys(wish, keys).map((key) => ({ key, stratum: '' })),
    strata: [],
    frame: undefined,
  };
}

/** The design with the number that there was: wishes may be for more than there is. */
function drawnDesign(design: QueueWish['design'], strata: readonly QueueStratum[]): QueueWish['design'] {
  if (design === null) return null;
  const besides = design.allocation === 'all-flagged' ? FLAGGED : undefined;
  const n = strata.reduce((sum, { name, drawn }) => (name === besides ? sum : sum + drawn), 0);
  return { ...design, n };
}

function nothing(): AuditError {
  return new AuditError('not-found', 'No transcript is like that.', 'Choose other runs or criteria.');
}

export function counted(items: readonly QueueItem[]): { readonly items: number; readonly repeats: number } {
  const repeats = items.filter(({ repeatOf }) => repeatOf !== null).length;
  return { items: items.length - repeats, repeats };
}
