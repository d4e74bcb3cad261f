/** What the export and import commands need of the editor and of the worker; put together at the composition root. */
import type { ExportResult } from '../../exporters/writeExport.ts';
import type { HeaderMapping } from '../../core/mappingFile.ts';
import type { WrittenReport } from '../../exporters/report/writeReport.ts';
import type { LabelMergeResult } from '../../exporters/labels/mergeLabelFile.ts';

export type FileFilters = Readonly<Record<string, readonly string[]>>;

/** Dialogs, messages and progress; `vscodeExportUi.ts` is the one in use. */
export interface ExportUi {
  /** Where files go unless the user says otherwise: the first workspace folder, else the home folder. */
  defaultFolder(): string;
  askWhereToSave(options: {
    readonly title: string;
    readonly defaultPath: string;
    readonly filters: FileFilters;
  }): Promise<string | undefined>;
  askWhichFiles(options: {
    readonly title: string;
    readonly filters: FileFilters;
  }): Promise<readonly string[]>;
  /** The value of the chosen item; undefined when dismissed. */
  choose<T>(
    title: string,
    items: readonly { readonly label: string; readonly detail: string; readonly value: T }[],
  ): Promise<T | undefined>;
  /** Shows progress with a cancel button while the task runs. */
  withProgress<T>(title: string, task: (work: Work) => Promise<T>): Promise<T>;
  /** Says that something is done; the chosen action, undefined when dismissed. Commands don't wait for it. */
  tell(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  openFile(path: string): Promise<void>;
  /** Opens a text that is on no disk, such as a list of lines that were not read. */
  openText(text: string): Promise<void>;
}

/** Handed to whatever takes long. */
export interface Work {
  readonly signal: AbortSignal;
  report(words: string): void;
}

export interface LabelExportRequest {
  readonly path: string;
  /** Absent means everybody. */
  readonly annotators?: readonly string[];
  /** Only labels on transcripts of these runs; absent means all, those of deleted runs included. */
  readonly runIds?: readonly number[];
}

export interface TranscriptExportRequest {
  readonly path: string;
  /** Id of a transcript exporter. */
  readonly format: string;
  readonly runIds?: readonly number[];
  readonly neutralise: boolean;
  readonly annotator?: string;
}

export interface EditedSourceRequest {
  readonly runId: number;
  readonly path: string;
  readonly scorer: string;
  /** What an answer's id is written as. */
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly annotator?: string;
}

export interface ReportRequest {
  readonly folder: string;
  readonly title: string;
  readonly runIds?: readonly number[];
}

/** The long tasks, which run in the worker. `onProgress` gets the number of events or transcripts so far. */
export interface ExportTasks {
  exportLabels(
    request: LabelExportRequest,
    signal: AbortSignal,
    onProgress: (count: number) => void,
  ): Promise<ExportResult>;
  exportTranscripts(
    request: TranscriptExportRequest,
    signal: AbortSignal,
    onProgress: (count: number) => void,
  ): Promise<ExportResult>;
  exportEditedSource(
    request: EditedSourceRequest,
    signal: AbortSignal,
    onProgress: (count: number) => void,
  ): Promise<ExportResult>;
  writeReport(request: ReportRequest, signal: AbortSignal): Promise<WrittenReport>;
  /** Adds what one label file holds. */
  mergeLabels(
    path: string,
    signal: AbortSignal,
    onProgress: (count: number) => void,
  ): Promise<LabelMergeResult>;
}

export interface ExportContext {
  readonly ui: ExportUi;
  readonly tasks: ExportTasks;
  /** The name of a run, for proposing a file name. */
  runName(runId: number): string | undefined;
  /** The file that a run came from, its main one. */
  sourcePath(runId: number): string | undefined;
  /** The runs of a study that are neither deleted nor replaced. */
  runsOfStudy(studyId: number): readonly number[];
  /** Column mappings that were used with the open database. */
  readonly mappings: {
    all(): readonly HeaderMapping[];
    remember(mappings: readonly HeaderMapping[]): Promise<void>;
  };
  /** Called after labels were merged, so that trees and pages show them at once. */
  labelsMerged(): void;
}
