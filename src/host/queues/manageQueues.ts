/** Opening, pausing, extending, assigning, renaming, deleting and adjudicating queues that are there. */
import { AuditError } from '../../core/errors.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { QueueRow } from '../../core/queueStore.ts';
import type { DrawnQueue } from '../../worker/tasks/drawQueue.ts';
import type { ExtendedQueue } from '../../worker/tasks/extendQueue.ts';
import { BACK } from '../evals/steps.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import { oneLine } from '../trees/oneLine.ts';
import { emptyWish, makeQueue } from './makeQueue.ts';
import {
  adjudicateArguments,
  assignArguments,
  confirmedArguments,
  extendArguments,
  placeArguments,
  queueIdMeant,
  readArguments,
  renameArguments,
} from './queueArguments.ts';
import type { QueueContext } from './queueContext.ts';
import { isQueuesElement } from './queueElements.ts';
import { progressWords, reached } from './queueWords.ts';
import { askAssignment } from './wishSteps.ts';

/** Where the database keeps which queue was deleted last, so that it can be restored after a reload too. */
const DELETED = 'lastDeletedQueue';

/** A queue's id and how far the annotator is, as commands answer. */
export interface OpenedQueue {
  readonly queueId: number;
  readonly total: number;
  readonly reached: number;
}

async function storeOf(context: QueueContext): Promise<AuditStore> {
  const store = await context.open();
  if (store === undefined) throw new AuditError('not-found', 'There is no database here yet.');
  return store;
}

/** The queue that is meant, selected, open, or chosen from all of them; undefined when nobody chose one. */
export async function queueMeant(
  context: QueueContext,
  argument: unknown,
  title: string,
): Promise<QueueRow | undefined> {
  const store = await storeOf(context);
  const named = queueIdMeant(argument) ?? context.selected();
  if (named !== undefined) {
    const queue = store.queue(named);
    if (queue === undefined)
      throw new AuditError('not-found', 'That queue is gone.', 'Deleted queues can be restored.');
    return queue;
  }
  const queues = store.queues();
  if (queues.length === 0)
    throw new AuditError(
      'not-found',
      'There is no queue yet.',
      'Make one with New Queue… or New Audit Sample…',
    );
  const annotator = await context.annotator();
  const chosen = await context.ui.pickOne(
    { title },
    'Which queue?',
    queues.map((queue) => ({
      label: hiddenNames.inName(oneLine(queue.name)),
      description: progressWords(store.queueProgress(queue.queueId, annotator)),
      value: queue,
    })),
  );
  return chosen === BACK ? undefined : chosen;
}

export async function openQueue(context: QueueContext, argument: unknown): Promise<OpenedQueue | undefined> {
  const isItem = isQueuesElement(argument) && argument.kind === 'queue-item';
  const place = isItem ? argument.place : readArguments(placeArguments, argument).place;
  const queue = await queueMeant(context, argument, 'Open or Resume Queue');
  if (queue === undefined) return undefined;
  await context.desk.openQueue(queue.queueId, place);
  return opened(context, queue.queueId);
}

async function opened(context: QueueContext, queueId: number): Promise<OpenedQueue> {
  const store = await storeOf(context);
  const progress = store.queueProgress(queueId, await context.annotator());
  return { queueId, total: progress.total, reached: reached(progress) };
}

/** Whether one was open. */
export async function pauseQueue({ desk }: QueueContext): Promise<boolean> {
  const wasOpen = desk.open !== undefined;
  await desk.pause();
  return wasOpen;
}

/** Goes to the first open item of the queue that is worked on. */
export async function nextInQueue(context: QueueContext): Promise<OpenedQueue> {
  const { open } = context.desk;
  if (open === undefined)
    throw new AuditError('not-found', 'No queue is open.', 'Open one in the Queues view.');
  await context.desk.openQueue(open.queue.queueId);
  return opened(context, open.queue.queueId);
}

export async function extendQueue(
  context: QueueContext,
  argument: unknown,
): Promise<ExtendedQueue | undefined> {
  const { more } = isQueuesElement(argument) ? {} : readArguments(extendArguments, argument);
  const queue = await queueMeant(context, argument, 'Extend Queue');
  if (queue === undefined) return undefined;
  const number = more ?? (queue.design === null ? 1 : await askMore(context, queue));
  if (number === undefined) return undefined;
  const createdBy = await context.annotator();
  const extended = await context.ui.withProgress('Extending the queue', (signal) =>
    context.tasks.extendQueue({ queueId: queue.queueId, more: number, createdBy }, signal),
  );
  context.changed();
  const gone = extended.gone === 0 ? '' : ` ${groupedNumber(extended.gone)} drawn before are in no run now.`;
  void context.ui.tell(`${groupedNumber(extended.items)} transcripts were added to “${queue.name}”.${gone}`);
  return extended;
}

async function askMore({ ui }: QueueContext, { items }: QueueRow): Promise<number | undefined> {
  const text = await ui.askText(
    { title: 'Extend Queue' },
    `How many more? ${groupedNumber(items)} are drawn. The sample stays valid if the labels so far are not why you stop or go on.`,
    '50',
    (typed) => (/^[1-9]\d{0,5}$/.test(typed.trim()) ? undefined : 'A whole number above 0.'),
  );
  return text === undefined || text === BACK ? undefined : Number(text);
}

/** A queue isn't changed once it is made: assigning makes another one, of the same transcripts in the same order. */
export async function assignQueue(context: QueueContext, argument: unknown): Promise<DrawnQueue | undefined> {
  const given = isQueuesElement(argument) ? {} : readArguments(assignArguments, argument);
  const queue = await queueMeant(context, argument, 'Assign Queue');
  if (queue === undefined) return undefined;
  const { annotators, overlap = 1 } = given;
  const assignment =
    annotators === undefined
      ? await askAssignment(context.ui, { title: 'Assign Queue' }, queue.assignment)
      : { annotators, overlap };
  if (assignment === undefined || assignment === BACK) return undefined;
  const createdBy = await context.annotator();
  const made = await context.ui.withProgress('Assigning', (signal) =>
    context.tasks.assignQueue({ queueId: queue.queueId, assignment, createdBy }, signal),
  );
  const { annotators: people } = await context.tasks.queueSummary({
    queueId: queue.queueId,
    annotator: createdBy,
  });
  const wasBegun = people.some(({ answered, unsure, skipped }) => answered + unsure + skipped > 0);
  if (!wasBegun) await hide(context, queue.queueId);
  context.changed();
  await context.reveal(made.queueId);
  void context.ui.tell(
    wasBegun
      ? `“${queue.name}” was assigned as a queue of its own; what was answered before stays in the first one.`
      : `“${queue.name}” is assigned. The queue that nobody had begun was put away.`,
  );
  return made;
}

export async function renameQueue(context: QueueContext, argument: unknown): Promise<string | undefined> {
  const given = isQueuesElement(argument) ? {} : readArguments(renameArguments, argument);
  const queue = await queueMeant(context, argument, 'Rename Queue');
  if (queue === undefined) return undefined;
  // A name that tells what is hidden isn't proposed.
  const isTold = hiddenNames.inName(queue.name) === queue.name;
  const name =
    given.name ??
    (await context.ui.askText(
      { title: 'Rename Queue' },
      'What it is called here; colleagues keep the name it was made with',
      isTold ? queue.name : '',
      (text) => (text.trim() === '' ? 'A queue needs a name.' : undefined),
    ));
  if (name === undefined || name === BACK) return undefined;
  await context.write((store) => store.renameQueue(queue.queueId, name.trim()));
  context.changed();
  return name.trim();
}

export async function deleteQueue(context: QueueContext, argument: unknown): Promise<number | undefined> {
  const confirmed = isQueuesElement(argument) ? false : readArguments(confirmedArguments, argument).confirmed;
  const queue = await queueMeant(context, argument, 'Delete Queue');
  if (queue === undefined) return undefined;
  const isSure =
    confirmed === true ||
    (await context.ui.confirm(
      `Delete the queue “${queue.name}”?`,
      'Labels that were given in it stay, and it can be restored.',
      'Delete',
    ));
  if (!isSure) return undefined;
  await hide(context, queue.queueId);
  context.changed();
  void context.ui
    .tell(`“${queue.name}” was deleted. Its labels were kept.`, 'Undo')
    .then((action) => (action === undefined ? undefined : restoreQueue(context, { queueId: queue.queueId })));
  return queue.queueId;
}

async function hide(context: QueueContext, queueId: number): Promise<void> {
  if (context.desk.open?.queue.queueId === queueId) await context.desk.pause();
  await context.write((store) => {
    store.deleteQueue(queueId);
    store.setSetting(DELETED, String(queueId));
  });
}

/** Brings back the queue that was deleted last, or the given one; its id. */
export async function restoreQueue(context: QueueContext, argument: unknown): Promise<number> {
  const store = await storeOf(context);
  const queueId = queueIdMeant(argument) ?? Number(store.setting(DELETED) ?? '0');
  if (queueId === 0) throw new AuditError('not-found', 'No queue was deleted that could be restored.');
  await context.write((open) => {
    open.restoreQueue(queueId);
    open.setSetting(DELETED, '0');
  });
  context.changed();
  return queueId;
}

/** Makes a queue of what annotators disagree about: in one queue, in some runs, or anywhere. */
export async function adjudicate(context: QueueContext, argument: unknown): Promise<DrawnQueue | undefined> {
  const given = isQueuesElement(argument) ? {} : readArguments(adjudicateArguments, argument);
  const store = await storeOf(context);
  const within = queueIdMeant(argument);
  const queue = within === undefined ? undefined : store.queue(within);
  if (within !== undefined && queue === undefined) throw new AuditError('not-found', 'That queue is gone.');
  const { annotators = [], keys = [] } = given;
  const whose = annotators.length === 0 ? '' : ` of ${annotators.join(', ')}`;
  const where = queue === undefined ? '' : ` in ${queue.name}`;
  const name = given.name ?? `disagreements${whose}${where}`;
  const wish = {
    ...emptyWish(context, { name, runIds: given.runIds }),
    purpose: 'adjudication' as const,
    criteria: [
      keys.length > 0
        ? { kind: 'these' as const, keys }
        : { kind: 'annotators-disagree' as const, ...(annotators.length === 0 ? {} : { annotators }) },
    ],
    // Whoever decides is as blind as those who disagreed were.
    ...(queue === undefined ? {} : { blind: queue.blind, masks: queue.masks }),
  };
  return makeQueue(context, { wish, ...(within === undefined ? {} : { within }) }, given.open);
}
