/** Draws what was wished for, says what came of it, and opens it when that is wanted. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { QueueWish } from '../../core/queue.ts';
import type { DrawnQueue, DrawQueueParams } from '../../worker/tasks/drawQueue.ts';
import type { ListArguments, SampleArguments } from './queueArguments.ts';
import type { QueueContext } from './queueContext.ts';
import { blindnessOf, type WishState } from './wishSteps.ts';

type Common = Pick<
  ListArguments | SampleArguments,
  'runIds' | 'probeIds' | 'judgeVerdicts' | 'blind' | 'masks' | 'repeats' | 'assignment' | 'name' | 'seed'
>;

/** A wish for nothing in particular, with what was given. */
export function emptyWish(context: QueueContext, given: Common): QueueWish {
  const { runIds = [], probeIds, judgeVerdicts, blind = [], masks = [], repeats = 0 } = given;
  return {
    name: given.name ?? '',
    scope: {
      runIds,
      ...(probeIds === undefined ? {} : { probeIds }),
      ...(judgeVerdicts === undefined ? {} : { judgeVerdicts }),
    },
    criteria: [],
    design: null,
    purpose: 'list',
    seed: given.seed ?? context.seed(),
    order: 'shuffled',
    blind: blindnessOf(blind),
    masks,
    repeats,
    assignment: given.assignment ?? null,
  };
}

export function givenParts(given: Common): WishState['given'] {
  const parts = new Set<keyof QueueWish>();
  for (const part of ['blind', 'masks', 'repeats', 'assignment', 'name', 'seed'] as const)
    if (given[part] !== undefined) parts.add(part);
  if (given.runIds !== undefined) parts.add('scope');
  return parts;
}

/** @param open opens it at once; else that is offered */
export async function makeQueue(
  context: QueueContext,
  params: Omit<DrawQueueParams, 'createdBy'>,
  open: boolean | undefined,
): Promise<DrawnQueue> {
  const createdBy = await context.annotator();
  const { name } = params.wish;
  const drawn = await context.ui.withProgress(`Making “${name}”`, (signal) =>
    context.tasks.drawQueue({ ...params, createdBy }, signal),
  );
  context.changed();
  await context.reveal(drawn.queueId);
  if (open === true) await context.desk.openQueue(drawn.queueId);
  else offer(context, name, drawn);
  return drawn;
}

function offer({ ui, desk }: QueueContext, name: string, { queueId, items }: DrawnQueue): void {
  const count = `${groupedNumber(items)} ${items === 1 ? 'transcript' : 'transcripts'}`;
  void ui.tell(`“${name}” has ${count}.`, 'Open Queue').then(
    (action) => (action === undefined ? undefined : desk.openQueue(queueId)),
    () => undefined,
  );
}
