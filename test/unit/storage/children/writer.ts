/**
 * A window of its own, as a process: `writer.ts PATH`, told what to do by messages.
 *
 * It imports in a loop on one connection and labels on another, in turns; every label is reported after its commit, as
 * the host confirms it to the page.
 */
import { setImmediate } from 'node:timers/promises';
import { formatEventLine } from '../../../../src/core/labelFile.ts';
import type { LabelInput } from '../../../../src/core/labelStore.ts';
import { MISALIGNED_AMONG_COHERENT } from '../../../../src/core/verdictRule.ts';
import { beginRun, type RunWriter } from '../../../../src/storage/importWriter.ts';
import { openDatabase } from '../../../../src/storage/openDatabase.ts';
import { purgeRuns } from '../../../../src/storage/purgeRuns.ts';
import { createLeaseOwner } from '../../../../src/storage/queries/leases.ts';
import { createYieldFlag, retryWhenBusy } from '../../../../src/storage/retryWhenBusy.ts';
import { createAuditStore } from '../../../../src/storage/sqliteStore.ts';
import { labelInput, rows, state } from '../storageDesk.ts';

export interface WriterTask {
  readonly annotator: string;
  /** How many labels to give before it ends; endless when absent. */
  readonly labels?: number;
  /** Transcripts that are labelled, one after the other. */
  readonly transcriptIds: readonly number[];
  /** Import, discard and purge runs between the labels. */
  readonly imports: boolean;
  /** Uid of the queue that the labels are given in, whose places are the transcripts' ids: with skips, passages, undos. */
  readonly queue?: string;
}

const [path = ''] = process.argv.slice(2);
const host = await openDatabase(path, { role: 'host' });
const worker = await openDatabase(path, { role: 'worker' });
const store = createAuditStore(host);
const flag = createYieldFlag();

process.once('message', (task: WriterTask) => {
  void work(task).then(() => {
    host.close();
    worker.close();
    process.disconnect();
  });
});
process.send?.('ready');

async function work({
  annotator,
  labels = Infinity,
  transcriptIds,
  imports,
  queue,
}: WriterTask): Promise<void> {
  let run: RunWriter | undefined;
  let imported = 0;
  for (let i = 0; i < labels; i += 1) {
    const transcriptId = transcriptIds[i % transcriptIds.length] ?? 1;
    const answer = i % 2 === 0 ? 'aligned' : 'misaligned';
    const input = labelInput(transcriptId, answer, {
      annotator,
      state: state({ answer, note: `note ${i}` }),
      ...(queue === undefined ? {} : { queue, place: transcriptId, ...reviewed(i) }),
    });
    const { event } = await retryWhenBusy(() => store.appendLabel(input), flag);
    process.send?.({ eventId: event.eventId, line: formatEventLine(event) });
    if (queue !== undefined && i % 7 === 6) {
      const step = store.nextUndo(annotator);
      if (step?.transcriptId == null) continue;
      const undo = { annotator, action: 'undo', target: step.event.eventId, state: step.state } as const;
      const undone = labelInput(step.transcriptId, '', { ...undo, part: step.event.part });
      const { event: act } = await retryWhenBusy(() => store.appendLabel(undone), flag);
      process.send?.({ eventId: act.eventId, line: formatEventLine(act) });
    }
    if (imports) {
      run ??= begin(i);
      run.write(
        rows(350, (row) => ({ row: imported + row, probe: `p${row % 5}` })),
        [],
      );
      imported += 350;
      if (imported > 3000) {
        await end(run, i);
        run = undefined;
        imported = 0;
      }
    }
    await setImmediate();
  }
}

/** What else a label of a queue says, in turns. */
function reviewed(i: number): Partial<LabelInput> {
  const shown = { judge: false, model: false, group: true, condition: i % 2 === 0 };
  if (i % 5 === 3) return { action: 'skip', shown };
  if (i % 5 === 4) return { span: { turn: 1, part: 0, from: 0, to: i % 9, quote: 'Answer'.slice(0, i % 9) } };
  return { shown, ...(i % 11 === 0 ? { repeat: 1 } : {}) };
}

function begin(i: number): RunWriter {
  return beginRun(worker, {
    file: { path: `/data/${i}.csv`, runName: `run ${i}`, importer: 'em-csv', model: 'm' },
    source: { sizeBytes: 1, sha256: String(i), importerVersion: 1 },
    leaseOwner: createLeaseOwner(),
    rule: MISALIGNED_AMONG_COHERENT,
    yieldFlag: flag,
  });
}

async function end(run: RunWriter, i: number): Promise<void> {
  if (i % 3 === 0) await run.discard();
  else run.finish();
  if (i % 3 === 1) await purgeRuns(worker, [run.runId], { yieldFlag: flag });
}
