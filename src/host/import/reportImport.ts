/** The message at the end of an import, with what one wants to do next. */
import { editStudy } from './editStudy.ts';
import type { WrittenImport } from '../../worker/tasks/import.ts';
import type { ImportContext, MessageAction } from './importContext.ts';
import { resultWords } from './importWords.ts';

export function reportImport(context: ImportContext, written: WrittenImport, stopped: boolean): void {
  const { runs, studyId, failed } = written;
  const actions: MessageAction[] = [];
  const troubled = runs.find((run) => run.rejected + run.warnings > 0);
  if (troubled !== undefined) {
    actions.push({ label: 'Show Problems', run: () => context.showProblems(troubled.runId) });
  }
  if (runs.length > 0) {
    const runIds = runs.map(({ runId }) => runId);
    actions.push({
      label: 'Show Results',
      run: () => context.reveal({ runIds, ...(studyId === undefined ? undefined : { studyId }) }),
    });
    // A study was looked over in the page; one file came in without a question, its names a guess.
    if (runs.length === 1) {
      actions.push({ label: 'Correct Names', run: () => editStudy(context, { runIds }) });
    }
  }
  // The database may be closed while the runs are looked through.
  void askAboutCopies(
    context,
    runs.map(({ runId }) => runId),
  ).catch(() => undefined);
  context.ui.tell(resultWords(written, stopped), actions, failed.length > 0 ? 'warning' : 'information');
}

/** The rule (src/analysis/findings) that finds common answers. */
const SHARED_ANSWERS = 'sharedAnswers';
/** From this share of common answers on, one run is taken for a copy of the other. */
const MOSTLY = 0.9;

/** The same answers came in under two names: the user decides, and until then both stay. */
async function askAboutCopies(context: ImportContext, runIds: readonly number[]): Promise<void> {
  await context.checkFindings?.(runIds);
  const { store } = await context.open();
  const copies = store
    .findings()
    .filter(({ rule, runId, dismissed }) => rule === SHARED_ANSWERS && runIds.includes(runId) && !dismissed)
    .flatMap(({ runId, runName: name, otherRunIds, figures: { shared = 0, transcripts = 0 } }) => {
      const otherName = store.run(otherRunIds[0] ?? 0)?.name;
      const isCopy = otherName !== undefined && shared >= MOSTLY * transcripts;
      return isCopy ? [{ runId, name, otherName, shared, looked: transcripts }] : [];
    });
  const [first] = copies;
  if (first === undefined) return;
  const others = copies.length > 1 ? ` The same goes for ${copies.length - 1} more.` : '';
  context.ui.tell(
    `“${first.name}” holds the same answers as “${first.otherName}” (${first.shared} of ${first.looked}).${others} Both are kept; labels on these answers show in both.`,
    [
      { label: 'Keep Both', run: () => undefined },
      {
        label: copies.length > 1 ? 'Delete the Copies' : 'Delete the Copy',
        run: async () => {
          await context.write((store) => store.deleteRuns(copies.map(({ runId }) => runId)));
          context.runsChanged();
        },
      },
    ],
    'warning',
  );
}
