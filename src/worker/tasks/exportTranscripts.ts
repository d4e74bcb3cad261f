import { AuditError } from '../../core/errors.ts';
import { transcriptExporter } from '../../exporters/registry.ts';
import { writeExport, type ExportResult } from '../../exporters/writeExport.ts';
import { exportColumns, transcriptSource } from '../../storage/exportSources.ts';
import { readSchemes } from '../../storage/labels/schemeRows.ts';
import type { TaskContext } from '../task.ts';

export interface ExportTranscriptsParams {
  readonly path: string;
  readonly format: string;
  readonly runIds?: readonly number[];
  readonly neutralise: boolean;
  readonly annotator?: string;
}

/** Writes transcripts with scores, verdicts and labels, one row each. */
export async function exportTranscripts(
  { path, format, runIds, neutralise, annotator }: ExportTranscriptsParams,
  context: TaskContext<number>,
): Promise<ExportResult> {
  const exporter = transcriptExporter(format);
  if (exporter === undefined) throw new AuditError('bad-input', `There is no export format “${format}”.`);
  const database = await context.database();
  const source = {
    columns: exportColumns(database, runIds),
    schemes: readSchemes(database.db),
    rows: transcriptSource(database, runIds),
  };
  const options = { neutralise, ...(annotator === undefined ? {} : { annotator }) };
  return writeExport(path, exporter.chunks(source, options), {
    signal: context.signal,
    onProgress: context.progress,
  });
}
