/** Queues by command; each takes its answers as arguments too (docs/commands.md). */
import type { QueueProgress, QueueRow } from '../../core/queueStore.ts';
import type { SummarisedQueue } from '../../worker/tasks/queueSummary.ts';
import type { Command } from '../commands/command.ts';
import {
  adjudicate,
  assignQueue,
  deleteQueue,
  extendQueue,
  nextInQueue,
  openQueue,
  pauseQueue,
  queueMeant,
  renameQueue,
  restoreQueue,
} from './manageQueues.ts';
import { newAuditSample } from './newAuditSample.ts';
import { newQueue } from './newQueue.ts';
import { planLabels } from './planLabels.ts';
import type { QueueContext } from './queueContext.ts';
import { summaryMarkdown, withoutHiddenNames } from './summaryText.ts';

/** Shows the summary; what is in it, and the page. */
async function summarise(
  context: QueueContext,
  argument: unknown,
): Promise<(SummarisedQueue & { readonly markdown: string }) | undefined> {
  const meant =
    argument ?? (context.desk.open === undefined ? undefined : { queueId: context.desk.open.queue.queueId });
  const queue = await queueMeant(context, meant, 'Queue Summary');
  if (queue === undefined) return undefined;
  const annotator = await context.annotator();
  const summary = await context.tasks.queueSummary({ queueId: queue.queueId, annotator });
  const mayName = summary.finished && context.desk.open?.queue.queueId === queue.queueId;
  const named = { ...summary, name: queue.name };
  const markdown = summaryMarkdown(mayName ? named : withoutHiddenNames(named), annotator);
  await context.ui.showPage(`Queue ${queue.queueId}`, markdown);
  return { ...summary, markdown };
}

/** What `listQueues` answers of one. */
export interface ListedQueue extends QueueRow {
  readonly progress: QueueProgress;
  /** Worked on in this window. */
  readonly isOpen: boolean;
}

async function list(context: QueueContext): Promise<readonly ListedQueue[]> {
  const store = await context.open();
  const annotator = await context.annotator();
  return (store?.queues() ?? []).map((queue) => ({
    ...queue,
    progress: store?.queueProgress(queue.queueId, annotator) ?? NO_PROGRESS,
    isOpen: context.desk.open?.queue.queueId === queue.queueId,
  }));
}

const NO_PROGRESS: QueueProgress = { total: 0, answered: 0, unsure: 0, skipped: 0, secondsEach: null };

export function queueCommands<Host>(context: (host: Host) => QueueContext): readonly Command<Host>[] {
  const on =
    (run: (context: QueueContext, argument: unknown, selected: unknown) => unknown) =>
    (host: Host, argument?: unknown, selected?: unknown): unknown =>
      run(context(host), argument, selected);
  return [
    { id: 'transcriptAuditor.newQueue', title: 'New Queue…', run: on(newQueue) },
    { id: 'transcriptAuditor.newAuditSample', title: 'New Audit Sample…', run: on(newAuditSample) },
    { id: 'transcriptAuditor.planLabels', title: 'Plan Labels', run: on(planLabels) },
    { id: 'transcriptAuditor.openQueue', title: 'Open or Resume Queue…', run: on(openQueue) },
    { id: 'transcriptAuditor.pauseQueue', title: 'Pause Queue', run: on(pauseQueue) },
    { id: 'transcriptAuditor.nextInQueue', title: 'Next in Queue', run: on(nextInQueue) },
    { id: 'transcriptAuditor.extendQueue', title: 'Extend Queue…', run: on(extendQueue) },
    { id: 'transcriptAuditor.assignQueue', title: 'Assign Queue…', run: on(assignQueue) },
    { id: 'transcriptAuditor.renameQueue', title: 'Rename Queue…', run: on(renameQueue) },
    { id: 'transcriptAuditor.deleteQueue', title: 'Delete Queue…', run: on(deleteQueue) },
    { id: 'transcriptAuditor.restoreQueue', title: 'Restore Deleted Queue', run: on(restoreQueue) },
    { id: 'transcriptAuditor.adjudicate', title: 'Adjudicate Disagreements…', run: on(adjudicate) },
    { id: 'transcriptAuditor.summariseQueue', title: 'Queue Summary', run: on(summarise) },
    { id: 'transcriptAuditor.listQueues', title: 'List Queues', run: on(list) },
  ];
}
