/** The label desk as the extension puts it together, without VS Code around it. */
import { DEFAULT_LABEL_SCHEME } from '../src/core/labelScheme.ts';
import type { AuditStore } from '../src/core/ports.ts';
import { LabelDesk } from '../src/host/labelling/labelDesk.ts';
import type { WorkerClient } from '../src/host/worker/workerClient.ts';

export function benchDesk(store: AuditStore, worker: WorkerClient): LabelDesk {
  const annotator = () => Promise.resolve('bench');
  return new LabelDesk({
    store: () => store,
    write: (operation) => worker.writeWithRetry(() => operation(store)),
    annotator,
    knownAnnotator: annotator,
    scheme: () => DEFAULT_LABEL_SCHEME,
  });
}

const ANSWERS = DEFAULT_LABEL_SCHEME.answers.map((answer) => answer.id);

/** Labels transcripts one after another and tells how long each took from the call to the commit, in milliseconds. */
export async function timeLabels(
  desk: LabelDesk,
  ids: readonly number[],
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<number[]> {
  const samples: number[] = [];
  for (const [index, transcriptId] of ids.entries()) {
    const answer = ANSWERS[(index + transcriptId) % ANSWERS.length] ?? 'unsure';
    const start = performance.now();
    await desk.label({
      transcriptId,
      change: { action: 'answer', answer },
      secondsSpent: 1,
      judgeVisible: true,
    });
    samples.push(performance.now() - start);
    await pause();
  }
  return samples;
}
