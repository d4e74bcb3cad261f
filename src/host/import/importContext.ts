/** What importing needs of the editor, the database and the worker; put together at the composition root. */
import type { ImportPlan } from '../../core/importPlan.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { ImportRequests, ImportView } from '../../protocol/importPanel.ts';
import type { ImportProgress, WrittenImport } from '../../worker/tasks/import.ts';
import type { RecogniseProgress, RecogniseResult } from '../../worker/tasks/recognise.ts';

/** What to do with rows that are in when an import is stopped midway. */
export type StopChoice = 'keep' | 'discard';

/** The long tasks, which run in the worker. */
export interface ImportTasks {
  /** Finds the files of a selection of files and folders, and says what each is. */
  readonly recognise: (
    paths: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: RecogniseProgress) => void,
    /** Bundles whose files are to be looked at one by one, and nothing else. */
    split?: readonly string[],
  ) => Promise<RecogniseResult>;
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
  'readOnlyReason' | 'filesLike' | 'findings' | 'run' | 'rememberedMapping' | 'outline'
>;

export type ConfirmedImport = ImportRequests['confirm']['params'];

/** What the import page asks of us; `confirm` may refuse with an AuditError, and the page stays open. */
export interface ImportPageHandlers {
  readonly applyPattern: (pattern: string) => ImportRequests['applyPattern']['result'];
  /** The rows that a bundle becomes as a run a file. */
  readonly split: (path: string) => Promise<ImportRequests['split']['result']>;
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
  /** Has these runs looked through for findings, in the background; never rejects. */
  checkFindings?(runIds: readonly number[]): Promise<unknown>;
  /** Selects and expands these runs (or their study) in the tree. */
  reveal(target: { readonly studyId?: number; readonly runIds: readonly number[] }): unknown;
  showProblems(runId: number): unknown;
}
