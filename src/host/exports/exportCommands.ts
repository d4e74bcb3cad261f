/** Getting labels and transcripts out, and labels in again, by command; arguments stand in for every dialog. */
import type * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import { TRANSCRIPT_FORMAT_LIST } from '../../exporters/transcriptFormats.ts';
import type { LabelMergeResult } from '../../exporters/labels/mergeLabelFile.ts';
import type { ExportResult } from '../../exporters/writeExport.ts';
import type { Command } from '../commands/command.ts';
import {
  argumentsOf,
  filesMeant,
  labelArguments,
  runsMeant,
  transcriptArguments,
} from './commandArguments.ts';
import type { ExportContext, ExportUi } from './exportContext.ts';
import { labelFileName, transcriptFileName } from './fileNames.ts';
import { counted, mergeWords, problemList, type UnreadFile } from './mergeWords.ts';

const LABEL_FILTERS = { 'Label files': ['jsonl'], 'All files': ['*'] };

/** What `importLabels` answers. */
export interface LabelImportOutcome {
  readonly added: number;
  readonly present: number;
  /** Lines that could not be read, over all files. */
  readonly unread: number;
  readonly files: readonly LabelMergeResult[];
  readonly failed: readonly UnreadFile[];
}

/** Writes the label file; undefined when the user chose no place. */
export async function exportLabels(
  context: ExportContext,
  argument?: unknown,
  selection?: unknown,
): Promise<ExportResult | undefined> {
  const { path: given, annotators } = argumentsOf(labelArguments, argument);
  const runIds = runsMeant(argument, selection, (studyId) => context.runsOfStudy(studyId));
  const { ui, tasks } = context;
  const path =
    given ??
    (await ui.askWhereToSave({
      title: 'Export Labels',
      defaultPath: labelFileName(ui.defaultFolder(), annotators),
      filters: LABEL_FILTERS,
    }));
  if (path === undefined) return undefined;
  const request = {
    path,
    ...(annotators === undefined ? {} : { annotators }),
    ...(runIds === undefined ? {} : { runIds }),
  };
  const result = await ui.withProgress('Exporting labels', (work) =>
    tasks.exportLabels(request, work.signal, (count) => work.report(counted(count, 'event', 'events'))),
  );
  sayWritten(context, result, counted(result.count, 'label event', 'label events'));
  return result;
}

/** Writes a table of transcripts with scores, verdicts and labels; undefined when the user chose no place. */
export async function exportTranscripts(
  context: ExportContext,
  argument?: unknown,
  selection?: unknown,
): Promise<ExportResult | undefined> {
  const given = argumentsOf(transcriptArguments, argument);
  const runIds = runsMeant(argument, selection, (studyId) => context.runsOfStudy(studyId));
  const { ui, tasks } = context;
  const form = await transcriptForm(context, given);
  if (form === undefined) return undefined;
  const [only] = runIds?.length === 1 ? runIds : [];
  const extension = TRANSCRIPT_FORMAT_LIST.find(({ id }) => id === form.format)?.extension ?? form.format;
  const path =
    given.path ??
    (await ui.askWhereToSave({
      title: 'Export Transcripts',
      defaultPath: transcriptFileName(
        ui.defaultFolder(),
        only === undefined ? undefined : context.runName(only),
        extension,
      ),
      filters: { [extension === 'csv' ? 'CSV' : 'JSON Lines']: [extension], 'All files': ['*'] },
    }));
  if (path === undefined) return undefined;
  const request = {
    path,
    ...form,
    ...(runIds === undefined ? {} : { runIds }),
    ...(given.annotator === undefined ? {} : { annotator: given.annotator }),
  };
  const result = await ui.withProgress('Exporting transcripts', (work) =>
    tasks.exportTranscripts(request, work.signal, (count) =>
      work.report(counted(count, 'transcript', 'transcripts')),
    ),
  );
  sayWritten(context, result, counted(result.count, 'transcript', 'transcripts'));
  return result;
}

interface TranscriptForm {
  readonly format: string;
  readonly neutralise: boolean;
}

async function transcriptForm(
  { ui }: ExportContext,
  given: v.InferOutput<typeof transcriptArguments>,
): Promise<TranscriptForm | undefined> {
  const neutralise = given.neutralise ?? false;
  const format = given.format ?? formatByName(given.path);
  if (format !== undefined) return { format, neutralise };
  const forms = TRANSCRIPT_FORMAT_LIST.map(({ id, title, detail }) => ({
    label: title,
    detail,
    value: { format: id, neutralise },
  }));
  // Beside the plain table, since that is what it is for some readers.
  forms.splice(1, 0, {
    label: 'CSV for spreadsheets',
    detail: 'Cells that a spreadsheet would run as formulas get an apostrophe and are named in a column',
    value: { format: 'csv', neutralise: true },
  });
  return ui.choose<TranscriptForm>('Export transcripts as…', forms);
}

/** What a file's name says of its format: the general ones only, of which the names are the usual ones. */
function formatByName(path: string | undefined): string | undefined {
  const extension = path === undefined ? undefined : /\.(csv|jsonl)$/i.exec(path)?.[1];
  return extension?.toLowerCase();
}

/**
 * Adds the label events of any number of files; undefined when the user chose none. A file that can't be read doesn't
 * keep the others from being read; when no file can, the first one's error is thrown.
 */
export async function importLabels(
  context: ExportContext,
  argument?: unknown,
  selection?: unknown,
): Promise<LabelImportOutcome | undefined> {
  const { ui, tasks } = context;
  const paths =
    filesMeant(argument, selection) ??
    (await ui.askWhichFiles({ title: 'Import Labels', filters: LABEL_FILTERS }));
  if (paths.length === 0) return undefined;
  const files: LabelMergeResult[] = [];
  const failed: UnreadFile[] = [];
  let firstError: unknown;
  try {
    await ui.withProgress('Importing labels', async (work) => {
      let before = 0;
      for (const path of paths) {
        try {
          const progress = (count: number): void => work.report(counted(before + count, 'event', 'events'));
          files.push(await tasks.mergeLabels(path, work.signal, progress));
          before = files.reduce((total, file) => total + file.added + file.present, 0);
        } catch (error) {
          if (!(error instanceof AuditError) || error.kind === 'cancelled') throw error;
          firstError ??= error;
          failed.push({ path, reason: [error.message, error.hint].filter((text) => text !== '').join(' ') });
        }
      }
    });
  } finally {
    // Also when it was cut short: what was merged until then stays and shows.
    context.labelsMerged();
  }
  if (files.length === 0) throw firstError;
  sayMerged(context, files, failed);
  return {
    added: files.reduce((total, file) => total + file.added, 0),
    present: files.reduce((total, file) => total + file.present, 0),
    unread: files.reduce((total, file) => total + file.unread, 0),
    files,
    failed,
  };
}

/** The rows for the command table; `contextOf` narrows the host to what these commands need. */
export function exportCommands<Host>(contextOf: (host: Host) => ExportContext): readonly Command<Host>[] {
  return [
    {
      id: 'transcriptAuditor.exportLabels',
      title: 'Export Labels…',
      run: (host, argument, selection) => exportLabels(contextOf(host), argument, selection),
    },
    {
      id: 'transcriptAuditor.importLabels',
      title: 'Import Labels…',
      run: (host, argument, selection) => importLabels(contextOf(host), argument, selection),
    },
    {
      id: 'transcriptAuditor.exportTranscripts',
      title: 'Export Transcripts…',
      run: (host, argument, selection) => exportTranscripts(contextOf(host), argument, selection),
    },
  ];
}

function sayWritten({ ui }: ExportContext, { path }: ExportResult, what: string): void {
  offer(ui, `${what} written to ${path}.`, 'Open', () => ui.openFile(path));
}

function sayMerged(
  { ui }: ExportContext,
  files: readonly LabelMergeResult[],
  failed: readonly UnreadFile[],
): void {
  const words = mergeWords(files, failed);
  const toShow = failed.length > 0 || files.some((file) => file.problems.length > 0);
  if (toShow) offer(ui, words, 'Show Lines', () => ui.openText(problemList(files, failed)));
  else offer(ui, words);
}

/** Says that something is done, without waiting for the user to have read it. */
function offer(ui: ExportUi, words: string, action?: string, act?: () => Promise<void>): void {
  const answered = ui.tell(words, ...(action === undefined ? [] : [action]));
  // Opening what was written may fail (it was deleted meanwhile), of which VS Code tells by itself.
  void answered.then((choice) => (choice === undefined ? undefined : act?.())).catch(() => undefined);
}
