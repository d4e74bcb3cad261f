import { stat } from 'node:fs/promises';
import { AuditError, messageOf } from '../../core/errors.ts';
import type { ImportPlan, PlannedFile } from '../../core/importPlan.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { storedSuite } from '../../storage/import/continuedRun.ts';
import { createStudy } from '../../storage/importWriter.ts';
import { purgeRuns } from '../../storage/purgeRuns.ts';
import type { TaskContext } from '../task.ts';
import { importFile, type WrittenRun } from '../importFile.ts';
import { ProgressMeter } from '../progressMeter.ts';

export interface ImportProgress {
  readonly filesDone: number;
  readonly files: number;
  /** Transcripts stored, over all files. */
  readonly rows: number;
  readonly bytesDone: number;
  readonly bytes: number;
  /** Over the last seconds. */
  readonly rowsPerSecond: number;
  /** The file being read. */
  readonly path: string;
}

/** A file that was not read, or not to its end. */
export interface FailedFile {
  readonly path: string;
  readonly reason: string;
  /** Set when a run can't be gone on with, since what is stored of it isn't what stands in the file. */
  readonly changed?: true;
}

export interface WrittenImport {
  readonly studyId?: number;
  readonly runs: readonly WrittenRun[];
  /** Files that could not be read, with the reason in words; nothing of them is stored unless a run says so. */
  readonly failed: readonly FailedFile[];
}

/**
 * Reads and stores the plan's files, one run each.
 *
 * A file that can't be read doesn't stop the others. Cancelling with the reason `keep` resolves with what is in, the
 * file at hand as a partial run; cancelling otherwise removes whatever this import wrote.
 *
 * @throws AuditError `disk-full`, `read-only`, `database-busy`: what was stored before is kept, and the hint says so
 */
export async function importFiles(
  plan: ImportPlan,
  context: TaskContext<ImportProgress>,
): Promise<WrittenImport> {
  const database = await context.database();
  if (database.readOnlyReason !== '') throw new AuditError('read-only', database.readOnlyReason);
  const meter = new ProgressMeter(await sizesOf(plan), context.progress);
  const runs: WrittenRun[] = [];
  const failed: FailedFile[] = [];
  let studyId: number | undefined;

  for (const file of plan.files) {
    if (context.signal.aborted) break;
    meter.startFile(file.path);
    const outcome = await importFile({
      file,
      suite: suiteOf(database, plan, file),
      database,
      context,
      meter,
      // Made with the first run, so that an import that fails at once leaves no empty study.
      study: () => (plan.study === undefined ? undefined : (studyId ??= createStudy(database, plan.study))),
    });
    if (outcome.run !== undefined) runs.push(outcome.run);
    // The run that was begun is gone, and with it the study if it was alone there.
    else if (runs.length === 0) studyId = undefined;
    if (outcome.fatal !== undefined) throw stoppedBy(outcome.fatal, runs);
    if (outcome.reason !== undefined) {
      failed.push({
        path: file.path,
        reason: outcome.reason,
        ...(outcome.changed === true ? { changed: true } : undefined),
      });
    }
    meter.endFile();
  }
  if (context.signal.aborted && context.signal.reason !== 'keep') {
    // A run that was there before stays, with what was added to it.
    const added = runs.filter(({ continued }) => continued !== true);
    await purgeRuns(
      database,
      added.map(({ runId }) => runId),
      { yieldFlag: context.yieldFlag },
    );
    return { runs: [], failed: [] };
  }
  meter.finish();
  return { ...(studyId === undefined ? undefined : { studyId }), runs, failed };
}

function suiteOf(
  database: AuditDatabase,
  { study }: ImportPlan,
  { runName, continues, supersedes }: PlannedFile,
): string {
  const isNew = study !== undefined && continues === undefined;
  const stored = isNew ? undefined : storedSuite(database, continues ?? supersedes);
  return stored ?? study?.name ?? runName;
}

async function sizesOf(plan: ImportPlan): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const { path, members = [], sizeBytes } of plan.files) {
    if (sizeBytes !== undefined) {
      sizes.set(path, sizeBytes);
      continue;
    }
    let size = 0;
    // How much there is in a folder is known when it has been read.
    for (const one of [path, ...members.map((member) => member.path)]) {
      const stats = await stat(one).catch(() => undefined);
      if (stats?.isFile() === true) size += stats.size;
    }
    sizes.set(path, size);
  }
  return sizes;
}

/** An error of the database ends the whole import; the user learns what is in. */
function stoppedBy(error: unknown, runs: readonly WrittenRun[]): AuditError {
  const kind = error instanceof AuditError ? error.kind : 'bug';
  const hint = error instanceof AuditError ? error.hint : '';
  const rows = runs.reduce((sum, run) => sum + run.kept, 0);
  const kept =
    runs.length === 0
      ? ''
      : `${rows} transcripts of ${runs.length} ${runs.length === 1 ? 'file' : 'files'} had been stored and are kept.`;
  return new AuditError(kind, messageOf(error), [kept, hint].filter((text) => text !== '').join(' '), {
    cause: error,
  });
}
