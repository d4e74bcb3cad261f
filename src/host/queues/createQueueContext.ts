/** Gives the queue commands what they need of the session and the worker. */
import { randomBytes } from 'node:crypto';
import type { LabellingSettings } from '../labelling/labellingSettings.ts';
import type { Session } from '../session/session.ts';
import type { Trees } from '../trees/trees.ts';
import { isElement, runIdsOf } from '../trees/treeTargets.ts';
import type { WorkerClient } from '../worker/workerClient.ts';
import type { QueueContext } from './queueContext.ts';
import type { QueueDesk } from './queueDesk.ts';
import type { QueuesView } from './queuesView.ts';
import { vscodeQueueUi } from './vscodeQueueUi.ts';

export function createQueueContext(
  session: Session,
  settings: LabellingSettings,
  desk: QueueDesk,
  view: QueuesView,
  trees: Trees,
): QueueContext {
  const worker = async (): Promise<WorkerClient> => (await session.openOrCreate()).worker;
  return {
    ui: vscodeQueueUi,
    desk,
    tasks: {
      drawQueue: async (params, signal) => (await worker()).run('drawQueue', params, { signal }),
      extendQueue: async (params, signal) => (await worker()).run('extendQueue', params, { signal }),
      assignQueue: async (params, signal) => (await worker()).run('assignQueue', params, { signal }),
      labelPlan: async (params, signal) => (await worker()).run('labelPlan', params, { signal }),
      queuePreview: async (params, signal) => (await worker()).run('queuePreview', params, { signal }),
      queueSummary: async (params) => (await worker()).run('queueSummary', params),
    },
    open: async () => (await session.openExisting())?.store,
    write: (operation) => session.write(operation),
    annotator: () => settings.annotator.name(),
    changed: () => {
      view.redraw();
      session.runsChanged();
    },
    runsMeant: (argument, selected) =>
      isElement(argument) ? runIdsOf(trees, argument, selected) : undefined,
    selected: () => view.selected,
    reveal: (queueId) => view.reveal(queueId),
    seed: () => randomBytes(5).toString('hex'),
  };
}
