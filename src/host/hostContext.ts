/** The parts of the extension, put together once; commands and panels get it as an argument. */
import type * as vscode from 'vscode';
import type { LabelScheme } from '../core/labelScheme.ts';
import type { Covers } from './blindness/covers.ts';
import type { WindowBlindness } from './blindness/windowBlindness.ts';
import type { EvalDesk } from './evals/evalCommands.ts';
import type { ExportContext } from './exports/exportContext.ts';
import type { FindingsDesk } from './findings/findingsDesk.ts';
import type { ImportContext } from './import/importContext.ts';
import type { LabelDesk } from './labelling/labelDesk.ts';
import type { QueueContext } from './queues/queueContext.ts';
import type { RunPanels } from './runPage/runPanels.ts';
import type { Session } from './session/session.ts';
import type { SharingContext } from './sharing/sharingContext.ts';
import type { LastTranscript } from './transcript/lastTranscript.ts';
import type { TreeHost } from './trees/treeHost.ts';
import type { QueueWork } from './transcript/queueWork.ts';
import type { TranscriptReader } from './transcript/reader.ts';
import type { TranscriptPanels } from './transcript/transcriptPanels.ts';
import type { Watches } from './watch/watches.ts';

export interface Host extends TreeHost {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  /** What covers a transcript. */
  readonly covers: Covers;
  readonly work: QueueWork;
  /** What is hidden in this window. */
  readonly blindness: WindowBlindness;
  readonly imports: ImportContext;
  readonly watches: Watches;
  readonly exports: ExportContext;
  readonly sharing: SharingContext;
  readonly findings: FindingsDesk;
  readonly queues: QueueContext;
  readonly evals: EvalDesk;
  readonly runPanels: RunPanels;
  readonly desk: LabelDesk;
  readonly reader: TranscriptReader;
  readonly panels: TranscriptPanels;
  readonly lastTranscript: LastTranscript;
  scheme(): LabelScheme;
  /** Tells that label schemes were changed: they are read anew. */
  schemesChanged(): void;
  copy(transcriptId: number, as: 'text' | 'markdown' | 'json' | 'link'): Promise<void>;
}
