/** What the trees need of the session and the worker; put together at the composition root. */
import type * as vscode from 'vscode';
import type { TextColumns } from '../../analysis/outline/textHits.ts';
import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import type { AuditError } from '../../core/errors.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { JudgeVerdict, VerdictRule } from '../../core/verdictRule.ts';
import type { WindowBlindness } from '../blindness/windowBlindness.ts';
import type { CorrectedRates } from './correctedRates.ts';
import type { TreeFindings } from './findingNotes.ts';
import type { StoreChange } from '../session/changePoll.ts';

export interface LeafRangesQuery {
  readonly armId: number;
  readonly probeId: number;
  /** Any of these with any of the human verdicts; absent means all. */
  readonly judgeVerdicts?: readonly JudgeVerdict[];
  readonly humanVerdicts?: readonly HumanVerdict[];
  /** How many transcripts a range holds. */
  readonly size: number;
}

/** What scans and so runs in the worker. */
export interface TreeTasks {
  /** Transcripts whose question, answer, reasoning or notes hold all words of the text. */
  search(text: string): Promise<TextColumns>;
  /** First and last `leafSeq` of each `size` transcripts of a leaf, ascending, and how many each holds. */
  leafRanges(
    query: LeafRangesQuery,
  ): Promise<readonly { readonly from: number; readonly to: number; readonly n: number }[]>;
  /** What must be known beside a launched run's rate, a line each. */
  remarks?(runId: number): Promise<readonly string[]>;
  /** Sets the runs' rule, derives their verdicts anew; answers with the number of transcripts. */
  applyRule(runIds: readonly number[], rule: VerdictRule): Promise<number>;
}

export interface TreeContext {
  /** The open database, without opening one. */
  store(): AuditStore | undefined;
  /** Opens the database if its file exists. Rejects with an AuditError when it can't be opened. */
  open(): Promise<AuditStore | undefined>;
  /** Why the last attempt to open failed; trees don't try again by themselves until another database is chosen. */
  problem(): AuditError | undefined;
  write<T>(operation: (store: AuditStore) => T): Promise<T>;
  /** Says that runs changed through this window, which polling can't see. */
  runsChanged(): void;
  /** The annotator's name if it is known without asking. */
  knownAnnotator(): Promise<string | undefined>;
  readonly tasks: TreeTasks;
  readonly findings?: TreeFindings;
  /** Corrected rates beside the raw ones; absent where nothing is audited. */
  readonly corrected?: Pick<CorrectedRates, 'of' | 'look' | 'onDidChange' | 'dispose'>;
  /** What a queue hides; absent where there are no queues. */
  readonly blindness?: WindowBlindness;
  readonly onDidChange: vscode.Event<StoreChange>;
  /** What this workspace remembers: how the tree was grouped. */
  readonly memory: vscode.Memento;
  /** Imports what was dropped; same as the import command. */
  importFiles(uris: readonly vscode.Uri[]): Promise<unknown>;
  /** The transcript that is open in the active or reusable tab. */
  openTranscriptId(): number | undefined;
  /** Shows a failure once. */
  report(what: string, error: unknown): void;
}
