/** What importing needs of the editor, the database and the worker; put together at the composition root. */
import type { ImportPlan, Recognition } from '../../core/importPlan.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { ImportRequests, ImportView } from '../../protocol/importPanel.ts';

/** A file that was found and looked at. */
export interface RecognisedFile {
  readonly path: string;
  /** Relative to what was chosen, with `/`. */
  readonly label: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal; empty for a refused file. */
  readonly sha256: string;
  readonly recognition: Recognition;
  /** An earlier file of the list with the same bytes. */
  readonly sameAs?: string;
}

export interface RecognisedFiles {
  readonly files: readonly RecognisedFile[];
  /** Files found in folders that hold no results: by their names, or JSON of another kind. */
  readonly leftOut: readonly string[];
}

export interface RecogniseProgress {
  readonly filesDone: number;
  readonly files: number;
}

export interface ImportProgress {
  readonly filesDone: number;
  readonly files: number;
  /** Transcripts stored, over all files. */
  readonly rows: number;
  readonly bytesDone: number;
  readonly bytes: number;
  /** Over the last seconds. */
  readonly rowsPerSecond: number;
}

/** One run that an import wrote. */
export interface WrittenRun {
  readonly runId: number;
  readonly name: string;
  readonly path: string;
  /** Transcripts stored. */
  readonly kept: number;
  /** Rows not read. */
  readonly rejected: number;
  /** Rows kept with something changed or missing. */
  readonly warnings: number;
  /** True when the import stopped within this file and what was in was kept. */
  readonly partial: boolean;
}

export interface WrittenImport {
  readonly studyId?: number;
  readonly runs: readonly WrittenRun[];
  /** Files that could not be read, with the reason in words; nothing of them is stored unless a run says so. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
  /** Runs whose texts are (nearly) all in another run, though the files differ in bytes. */
  readonly copies?: readonly CopiedRun[];
}

/** A run that holds what another one holds. */
export interface CopiedRun {
  readonly runId: number;
  readonly name: string;
  readonly otherName: string;
  /** Of the `looked` transcripts looked at. */
  readonly shared: number;
  readonly looked: number;
}

/** What to do with rows that are in when an import is stopped midway. */
export type StopChoice = 'keep' | 'discard';

/** The long tasks, which run in the worker. */
export interface ImportTasks {
  /** Finds the files of a selection of files and folders, and says what each is. */
  readonly recognise: (
    paths: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: RecogniseProgress) => void,
  ) => Promise<RecognisedFiles>;
  /**
   * Reads and stores the plan's files, one run each; a file that can't be read doesn't stop the others. Aborting
   * `signal` with the reason `keep` resolves with what is in (marked partial), with `discard` with no runs and
   * nothing left behind.
   */
  readonly import: (
    plan: ImportPlan,
    signal: AbortSignal,
    onProgress: (progress: ImportProgress) => void,
  ) => Promise<WrittenImport>;
}

/** The part of the store that is read here. */
export type ImportStore = Pick<
  AuditStore,
  'readOnlyReason' | 'filesLike' | 'run' | 'rememberedMapping' | 'outline'
>;

export type ConfirmedImport = ImportRequests['confirm']['params'];

/** What the import page asks of us; `confirm` may refuse with an AuditError, and the page stays open. */
export interface ImportPageHandlers {
  readonly applyPattern: (pattern: string) => ImportRequests['applyPattern']['result'];
  readonly confirm: (answers: ConfirmedImport) => Promise<void> | void;
}

/** Dialogs, messages, progress and the page; `vscodeImportUi.ts` is the one in use. */
export interface ImportUi {
  /** Lets the user pick files and folders; undefined when dismissed. */
  readonly askWhat: () => Promise<readonly string[] | undefined>;
  /** Shows progress with a cancel button while the task runs; quick tasks show nothing. */
  readonly withProgress: <T>(title: string, task: (work: ImportWork) => Promise<T>) => Promise<T>;
  /** Asks and waits: the value of the chosen button, undefined when dismissed. */
  readonly ask: <T>(question: Question<T>) => Promise<T | undefined>;
  /** Offers a list: the value of the chosen item, undefined when dismissed. */
  readonly pick: <T>(
    title: string,
    items: readonly { readonly label: string; readonly detail: string; readonly value: T }[],
  ) => Promise<T | undefined>;
  /** Says that something is done and runs the chosen action; doesn't wait for the user. */
  readonly tell: (
    message: string,
    actions: readonly MessageAction[],
    severity?: 'information' | 'warning',
  ) => void;
  /** Opens the page; true when confirmed, false when the user cancelled or closed it. */
  readonly openPage: (title: string, view: ImportView, handlers: ImportPageHandlers) => Promise<boolean>;
  /** A pattern that is tried before any other (setting `transcriptAuditor.import.namePattern`); empty for none. */
  readonly namePatternSetting: () => string;
}

export interface ImportWork {
  /** Aborted when the user presses Cancel. */
  readonly cancelled: AbortSignal;
  /** `fraction` (0 to 1) of the whole done so far, where it is known. */
  readonly report: (words: string, fraction?: number) => void;
}

export interface Question<T> {
  readonly message: string;
  /** A second paragraph; modal questions only. */
  readonly detail?: string;
  readonly modal: boolean;
  readonly answers: readonly { readonly label: string; readonly value: T }[];
}

export interface MessageAction {
  readonly label: string;
  run(): unknown;
}

export interface ImportContext {
  readonly ui: ImportUi;
  /** Opens the database, making one where there is none. */
  open(): Promise<{ readonly store: ImportStore; readonly tasks: ImportTasks }>;
  /** A short write on the host's own connection, retried while another connection writes. */
  write<T>(operation: (store: AuditStore) => T): Promise<T>;
  /** Tells trees and pages that runs were added or changed. */
  runsChanged(): void;
  /** Selects and expands these runs (or their study) in the tree. */
  reveal(target: { readonly studyId?: number; readonly runIds: readonly number[] }): unknown;
  showProblems(runId: number): unknown;
}
