import { mergeLabelFile, type LabelMergeResult } from '../../exporters/labels/mergeLabelFile.ts';
import { labelsJsonl } from '../../exporters/labelsJsonl.ts';
import { writeExport, type ExportResult } from '../../exporters/writeExport.ts';
import { labelSource, type EventSelection } from '../../storage/exportSources.ts';
import { EventMerger, refreshHumanVerdicts as refresh } from '../../storage/labels/mergeEvents.ts';
import { schemeVersion } from '../../storage/rows/versionHash.ts';
import type { TaskContext } from '../task.ts';

/** Writes a label file. */
export async function exportLabels(
  { path, ...selection }: EventSelection & { readonly path: string },
  context: TaskContext<number>,
): Promise<ExportResult> {
  const source = labelSource(await context.database(), selection);
  return writeExport(path, labelsJsonl.chunks(source, null), {
    signal: context.signal,
    onProgress: context.progress,
  });
}

/** Adds what a label file holds and the database doesn't. */
export async function mergeLabels(
  { path }: { readonly path: string },
  context: TaskContext<number>,
): Promise<LabelMergeResult> {
  const database = await context.database();
  const merger = new EventMerger(database, { yieldFlag: context.yieldFlag });
  try {
    return await mergeLabelFile(path, merger, {
      schemeVersion,
      signal: context.signal,
      onProgress: context.progress,
    });
  } finally {
    database.db.pragma('synchronous = NORMAL');
  }
}

/** Brings every effective label in step with the annotator chosen for the analysis. */
export async function refreshHumanVerdicts(_params: null, context: TaskContext): Promise<null> {
  await refresh(await context.database(), { yieldFlag: context.yieldFlag });
  return null;
}
