/** Importing a colleague's labels: first whose they are and what they would bring, then merged, then compared. */
import { AuditError } from '../../core/errors.ts';
import type { LabelMergeResult } from '../../exporters/labels/mergeLabelFile.ts';
import type { LabelPreview } from '../../worker/tasks/previewLabels.ts';
import { counted, mergeWords, problemList, type UnreadFile } from '../exports/mergeWords.ts';
import { previewWords } from './previewWords.ts';
import type { SharingUi } from './sharingUi.ts';

export interface ColleagueContext {
  readonly ui: SharingUi;
  readonly tasks: {
    preview(
      paths: readonly string[],
      signal: AbortSignal,
      onProgress: (events: number) => void,
    ): Promise<LabelPreview>;
    merge(path: string, signal: AbortSignal, onProgress: (events: number) => void): Promise<LabelMergeResult>;
  };
  knownAnnotator(): Promise<string | undefined>;
  /** Called after labels were merged, so that trees and pages show them at once. */
  labelsMerged(): void;
}

export interface ColleagueRequest {
  readonly paths?: readonly string[] | undefined;
  /** True: nothing is asked. */
  readonly confirmed?: boolean | undefined;
  /** True: nothing is merged. */
  readonly preview?: boolean | undefined;
}

/** What `importColleagueLabels` answers; without the counts when only the preview was asked for. */
export interface ColleagueOutcome {
  readonly people: LabelPreview['people'];
  readonly added?: number;
  readonly present?: number;
  readonly unread: number;
  readonly failed: readonly UnreadFile[];
}

const COMPARE = 'Compare Annotators…';
const SHOW = 'Show Lines';

/**
 * @returns undefined when nothing was chosen or the preview was dismissed
 * @throws AuditError as the tasks do; when no file can be read, the first one's
 */
export async function importColleague(
  context: ColleagueContext,
  { paths, confirmed = false, preview: isOnlyPreview = false }: ColleagueRequest,
): Promise<ColleagueOutcome | undefined> {
  const { ui, tasks } = context;
  const chosen = paths ?? (await ui.askForLabelFiles());
  if (chosen.length === 0) return undefined;
  const preview = await ui.withProgress('Looking into label files', (work) =>
    tasks.preview(chosen, work.signal, (events) => work.report(counted(events, 'event', 'events'))),
  );
  const { people, unread, failed } = preview;
  const [first] = failed;
  if (first !== undefined && failed.length === preview.paths.length) {
    throw new AuditError('bad-input', first.reason, 'No label was read.');
  }
  if (isOnlyPreview) return { people, unread, failed };
  if (!confirmed) {
    const { question, detail } = previewWords(preview, await context.knownAnnotator());
    if (!(await ui.confirm(question, detail, 'Import'))) return undefined;
  }
  const outcome = await merge(context, preview);
  tell(context, preview, outcome);
  const sum = (of: (file: LabelMergeResult) => number): number =>
    outcome.files.reduce((total, file) => total + of(file), 0);
  return {
    people,
    added: sum(({ added }) => added),
    present: sum(({ present }) => present),
    unread: sum((file) => file.unread),
    failed: outcome.failed,
  };
}

interface Outcome {
  readonly files: readonly LabelMergeResult[];
  readonly failed: readonly UnreadFile[];
}

async function merge(
  context: ColleagueContext,
  { paths, failed: unreadable }: LabelPreview,
): Promise<Outcome> {
  const { ui, tasks } = context;
  const files: LabelMergeResult[] = [];
  const failed: UnreadFile[] = [...unreadable];
  try {
    await ui.withProgress('Importing labels', async (work) => {
      for (const path of paths.filter((each) => !unreadable.some((file) => file.path === each))) {
        const before = files.reduce((total, file) => total + file.added + file.present, 0);
        const report = (events: number): void => work.report(counted(before + events, 'event', 'events'));
        try {
          files.push(await tasks.merge(path, work.signal, report));
        } catch (error) {
          if (!(error instanceof AuditError) || !['bad-input', 'file-missing'].includes(error.kind))
            throw error;
          failed.push({ path, reason: error.message });
        }
      }
    });
  } finally {
    // Also when it was cut short: what was merged until then stays and shows.
    context.labelsMerged();
  }
  return { files, failed };
}

/** Says what came, and offers what one wants to know next. */
function tell({ ui }: ColleagueContext, { people }: LabelPreview, { files, failed }: Outcome): void {
  const hasProblems = failed.length > 0 || files.some(({ problems }) => problems.length > 0);
  const names = people.map(({ name }) => name).join(', ');
  const words = `Labels of ${names === '' ? 'nobody' : names}: ${mergeWords(files, failed)}`;
  const answered = ui.tell(words, COMPARE, ...(hasProblems ? [SHOW] : []));
  void answered
    .then(async (choice) => {
      if (choice === COMPARE) await ui.run('transcriptAuditor.compareAnnotators', undefined);
      if (choice === SHOW) await ui.openText(problemList(files, failed));
    })
    .catch(() => undefined);
}
