/** Carries out a plan: shows progress, and lets the user stop it. */
import { AuditError } from '../../core/errors.ts';
import type { ImportPlan } from '../../core/importPlan.ts';
import type { ImportProgress, WrittenImport } from '../../worker/tasks/import.ts';
import type { ImportContext, ImportTasks, ImportWork, StopChoice } from './importContext.ts';
import { count, progressWords } from './importWords.ts';

export interface CarriedOut {
  readonly written: WrittenImport;
  /** True when the user stopped it and kept what was in. */
  readonly stopped: boolean;
}

/** Imports of one window go one after the other: they would only wait for each other's transactions. */
const lastImport = new WeakMap<ImportContext, Promise<unknown>>();

/**
 * Imports. Cancel asks what to do with the rows that are in, unless `onCancel` says; the import goes on meanwhile, and
 * goes on for good when the question is dismissed.
 *
 * @throws AuditError `cancelled` when stopped and discarded; whatever the import itself throws
 */
export async function runImport(
  context: ImportContext,
  tasks: ImportTasks,
  plan: ImportPlan,
  onCancel: StopChoice | undefined,
): Promise<CarriedOut> {
  const controller = new AbortController();
  let report: (words: string, fraction?: number) => void = () => undefined;
  let rows = 0;
  const onProgress = (progress: ImportProgress): void => {
    rows = progress.rows;
    const fraction = progress.bytes === 0 ? undefined : progress.bytesDone / progress.bytes;
    report(progressWords(progress), fraction);
  };
  const waiting = lastImport.get(context);
  const work = settled(
    (async () => {
      await waiting;
      return tasks.import(plan, controller.signal, onProgress);
    })(),
  );
  lastImport.set(context, work);
  // Another import may be the one that this waits for; forgetting it lets the context go.
  void work.then(() => {
    if (lastImport.get(context) === work) lastImport.delete(context);
  });

  let choice: StopChoice | undefined;
  for (;;) {
    const title = choice === undefined ? titleOf(plan) : 'Stopping the import';
    const pressed = await context.ui.withProgress(title, async (shown) => {
      report = (words, fraction) => shown.report(words, fraction);
      if (waiting !== undefined && rows === 0) report('waiting for another import');
      return Promise.race([work.then(() => false), pressedCancel(shown)]);
    });
    if (!pressed) break;
    choice = onCancel ?? (await askToStop(context, rows));
    if (choice !== undefined) controller.abort(choice);
  }
  return finish(context, await work, choice);
}

async function finish(
  context: ImportContext,
  outcome: Settled<WrittenImport>,
  choice: StopChoice | undefined,
): Promise<CarriedOut> {
  if (!outcome.ok) {
    // Files before the one that failed may be in.
    context.runsChanged();
    throw outcome.error;
  }
  const written = outcome.value;
  if (choice === 'discard') {
    // It may have ended while the user was asked: the answer holds all the same.
    if (written.runs.length > 0) {
      await context.write((store) => store.deleteRuns(written.runs.map((run) => run.runId)));
      context.runsChanged();
    }
    throw new AuditError('cancelled', 'The import was stopped, and nothing of it was kept.');
  }
  context.runsChanged();
  return { written, stopped: choice === 'keep' && written.runs.some((run) => run.partial) };
}

function askToStop(context: ImportContext, rows: number): Promise<StopChoice | undefined> {
  return context.ui.ask<StopChoice>({
    message: `Stop the import? ${count(rows, 'row is', 'rows are')} in.`,
    detail:
      'Files that are whole stay complete; the one being read is marked partial, and importing it again replaces it.',
    modal: true,
    answers: [
      { label: 'Keep What Is In', value: 'keep' },
      { label: 'Discard', value: 'discard' },
    ],
  });
}

function titleOf(plan: ImportPlan): string {
  const [only] = plan.files;
  if (plan.files.length === 1 && only !== undefined) return `Importing ${only.runName}`;
  return plan.study === undefined ? 'Importing' : `Importing ${plan.study.name}`;
}

function pressedCancel({ cancelled }: ImportWork): Promise<true> {
  return new Promise((resolve) => {
    if (cancelled.aborted) resolve(true);
    else cancelled.addEventListener('abort', () => resolve(true), { once: true });
  });
}

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

/** Failing is a value here, so that nothing is unhandled while the user is being asked. */
function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error: error instanceof Error ? error : new Error(String(error)) }),
  );
}
