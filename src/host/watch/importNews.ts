/** Imports what is new in a watched folder, without a question and without a page. Free of `vscode`. */
import { AuditError } from '../../core/errors.ts';
import type { ImportPlan } from '../../core/importPlan.ts';
import type { ImportContext } from '../import/importContext.ts';
import { importTranscripts, type ImportOutcome } from '../import/importTranscripts.ts';
import { newsTargets } from './newsTargets.ts';

/** What a batch of news came to. */
export interface News {
  readonly runIds: readonly number[];
  readonly names: readonly string[];
  /** Transcripts that are new. */
  readonly transcripts: number;
  /** Files that were not imported, with the reason. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

const NOTHING: News = { runIds: [], names: [], transcripts: 0, skipped: [] };

/** The same import with nobody to ask: proposals hold, messages are left to the one who called. */
export function quietContext(context: ImportContext, cancelled: AbortSignal): ImportContext {
  return {
    ...context,
    open: async () => {
      const { store, tasks } = await context.open();
      return { store, tasks: { ...tasks, import: (plan, ...rest) => tasks.import(onceOnly(plan), ...rest) } };
    },
    ui: {
      ...context.ui,
      askWhat: () => Promise.resolve(undefined),
      withProgress: (_title, task) => task({ cancelled, report: () => undefined }),
      ask: () => Promise.resolve(undefined),
      pick: () => Promise.resolve(undefined),
      tell: () => undefined,
      openPage: () => Promise.resolve(false),
    },
  };
}

/** Another window may watch the same folder, and be faster. */
function onceOnly(plan: ImportPlan): ImportPlan {
  return { ...plan, files: plan.files.map((file) => ({ ...file, unlessImported: true })) };
}

/**
 * Files that were never imported become runs, lines and tables that grew go on in theirs, other formats become a new
 * version, as do lines and tables of which earlier ones changed; labels stay in all of them.
 *
 * @throws AuditError of the import; nothing to import is no error here
 */
export async function importNews(
  quiet: ImportContext,
  root: string,
  paths: readonly string[],
  since: number,
): Promise<News> {
  const { store } = await quiet.open();
  if (store.readOnlyReason !== '') throw new AuditError('read-only', store.readOnlyReason);
  const targets = await newsTargets(root, paths, since, store);
  const before = new Map(store.outline().arms.map(({ runId }) => [runId, store.run(runId)?.rowsKept ?? 0]));
  try {
    const take = (paths: readonly string[], onDuplicate: 'continue' | 'version'): Promise<ImportOutcome> =>
      importTranscripts(quiet, { paths, preview: false, onDuplicate, onCancel: 'keep', asStudy: false });
    const first = await take(targets, 'continue');
    const changed = first.skipped.filter((file) => file.changed === true).map(({ path }) => path);
    const again = changed.length === 0 ? { runs: [], skipped: [] } : await take(changed, 'version');
    const runs = [...first.runs, ...again.runs];
    const skipped = [...first.skipped.filter((file) => file.changed !== true), ...again.skipped];
    const fresh = runs.filter(({ runId }) => (store.run(runId)?.rowsKept ?? 0) !== before.get(runId));
    return {
      runIds: fresh.map(({ runId }) => runId),
      names: fresh.map(({ name }) => name),
      transcripts: fresh.reduce(
        (sum, { runId }) => sum + (store.run(runId)?.rowsKept ?? 0) - (before.get(runId) ?? 0),
        0,
      ),
      skipped,
    };
  } catch (error) {
    if (error instanceof AuditError && error.kind === 'not-recognised') return NOTHING;
    throw error;
  }
}

/** "12 new transcripts in “log” and 2 more runs." */
export function newsWords({ transcripts, names }: News, folder: string): string {
  const [first = '', ...others] = names;
  const more =
    others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'run' : 'runs'}`;
  return `${folder}: ${transcripts} new ${transcripts === 1 ? 'transcript' : 'transcripts'} in “${first}”${more}.`;
}
