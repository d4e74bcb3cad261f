import type * as vscode from 'vscode';
import type { FindMatch, PanelSettings } from '../../protocol/transcriptPanel.ts';
import type { QuoteView } from '../../protocol/transcriptParts.ts';
import type { Covers } from '../blindness/covers.ts';
import type { LabelDesk } from '../labelling/labelDesk.ts';
import type { QueueWork } from './queueWork.ts';
import type { TranscriptReader } from './reader.ts';

/** What a transcript panel asks of the rest of the host. */
export interface PanelHost {
  readonly extensionUri: vscode.Uri;
  readonly reader: TranscriptReader;
  /** Reads as `reader` does, but its neighbours are those of a finding. */
  readerOf(findingId: number): TranscriptReader;
  readonly desk: LabelDesk;
  /** What is hidden of a transcript. */
  readonly covers: Covers;
  /** The queue that is worked on. */
  readonly work: QueueWork;
  resumeQueue(queueId: number, place: number): Promise<void>;
  pauseQueue(): Promise<void>;
  summariseQueue(queueId: number): Promise<void>;
  /** Leaves the queue first: the figures tell what it hides. */
  showQueueAgreement(queueId: number): Promise<void>;
  /** Opens the database if that has not happened yet. */
  open(): Promise<void>;
  settings(): Promise<PanelSettings>;
  /**
   * @param branch 0: the transcript's own turns
   * @param masks texts that the reader doesn't see
   */
  find(
    transcriptId: number,
    text: string,
    branch: number,
    masks: readonly string[],
  ): Promise<readonly FindMatch[]>;
  /** Looks for what judges cite: for each judgment what was found of each of its passages. */
  quotePlaces(transcriptId: number): Promise<readonly (readonly Pick<QuoteView, 'places' | 'branch'>[])[]>;
  copy(transcriptId: number, as: 'text' | 'markdown' | 'json' | 'link'): Promise<void>;
  /** Shows the target of a link in model text and asks before opening it. */
  followLink(url: string): Promise<void>;
  openSource(transcriptId: number): Promise<void>;
  openEdit(transcriptId: number): Promise<void>;
  /** Shows the finding in its view. */
  openFinding(findingId: number): Promise<void>;
  openToSide(transcriptId: number): Promise<unknown>;
  /** A transcript came on screen: the tree's selection and what is offered after a crash follow. */
  shown(transcriptId: number, key: string | undefined, findingId: number | undefined): void;
  /** An item of a queue came on screen: nothing else may follow it. */
  shownInQueue(): void;
  /** The reader closed the last tab. */
  closed(): void;
}
