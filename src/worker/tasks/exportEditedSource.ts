import { stat } from 'node:fs/promises';
import { AuditError } from '../../core/errors.ts';
import type { ExportChunk } from '../../exporters/exporter.ts';
import { writeExport, type ExportResult } from '../../exporters/writeExport.ts';
import { sha256OfFile } from '../../importers/recognise.ts';
import { transcriptSource } from '../../storage/exportSources.ts';
import type { SqliteConnection } from '../../storage/loadSqlite.ts';
import { editedEvalLog, editedJsonLog } from '../exports/inspectLog.ts';
import { ratedResults } from '../exports/promptfooResults.ts';
import { labelEdits, ratingOf, scoreEditOf, type EditOptions } from '../exports/scoreEdits.ts';
import type { TaskContext } from '../task.ts';

export interface ExportEditedSourceParams extends EditOptions {
  readonly runId: number;
  /** Where the copy goes; never the file itself. */
  readonly path: string;
}

interface Source {
  readonly path: string;
  readonly sha256: string;
  readonly importer: string;
  readonly files: number;
}

/**
 * Writes a copy of a run's source file with people's labels in it, by the rules of the tool that wrote it: score edits
 * of Inspect logs (an `.eval` becomes a JSON log), ratings by hand of promptfoo's results. `count` is how many were
 * written.
 *
 * @throws AuditError `not-found`, `file-changed` when the file isn't the one that was imported, `bad-input` for other
 *   formats and for a copy in the place of the file itself
 */
export async function exportEditedSource(
  { runId, path, ...options }: ExportEditedSourceParams,
  context: TaskContext<number>,
): Promise<ExportResult> {
  const database = await context.database();
  const source = sourceOf(database.db, runId);
  if (await isSameFile(source.path, path)) {
    throw new AuditError('bad-input', 'The copy would replace the source file.', 'Choose another name.');
  }
  const { signal } = context;
  if ((await sha256OfFile(source.path, signal)) !== source.sha256) {
    throw new AuditError(
      'file-changed',
      `${source.path} isn’t the file that was imported: it has changed since.`,
      'Import it again as a new version; the labels stay. Then try again.',
    );
  }
  const edits = labelEdits(transcriptSource(database, [runId]), options.annotator);
  const chunks = chunksOf(source, edits, options, signal);
  return writeExport(path, chunks, { signal, onProgress: context.progress });
}

/** Also by another name: a link, another spelling of the folder. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined ? a.ino === b.ino && a.dev === b.dev : one === other;
}

function chunksOf(
  { path, importer }: Source,
  edits: ReturnType<typeof labelEdits>,
  options: EditOptions,
  signal: AbortSignal,
): AsyncIterable<ExportChunk> {
  const editAt = (row: number) => {
    const edit = edits.get(row);
    return edit === undefined ? undefined : scoreEditOf(edit, options);
  };
  switch (importer) {
    case 'inspectJson':
      return editedJsonLog(path, editAt, signal);
    case 'inspectEval':
      return editedEvalLog(path, editAt, signal);
    case 'promptfooResults':
      return ratedResults(
        path,
        (row) => {
          const edit = edits.get(row);
          return edit === undefined ? undefined : ratingOf(edit, options);
        },
        signal,
      );
    default:
      throw new AuditError(
        'bad-input',
        'Labels can be written back into logs of Inspect and results of promptfoo.',
        'Export Labels and Export Transcripts write them for runs of every kind.',
      );
  }
}

function sourceOf(db: SqliteConnection, runId: number): Source {
  const source = db
    .prepare<[number], Source>(
      `SELECT f.path, f.sha256, f.importer, (SELECT count(*) FROM source_file g WHERE g.run_id = f.run_id) AS files
       FROM source_file f JOIN visible_run r ON r.id = f.run_id WHERE f.run_id = ? ORDER BY f.id LIMIT 1`,
    )
    .get(runId);
  if (source === undefined) throw new AuditError('not-found', 'That run is gone.');
  if (source.files > 1) {
    throw new AuditError('bad-input', 'The run was made of several files.', 'Nothing was written.');
  }
  return source;
}
