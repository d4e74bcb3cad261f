/** What the transcript panels need of the editor: clipboard, links, the source file, and the tree's order. */
import * as vscode from 'vscode';
import { formatContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import { copyTranscript } from '../../exporters/copy/copyTranscript.ts';
import { exportedTranscript } from '../exports/exportedTranscript.ts';
import type { Covers } from '../blindness/covers.ts';
import type { LabelDesk } from '../labelling/labelDesk.ts';
import type { LabellingSettings } from '../labelling/labellingSettings.ts';
import { askBeforeFollowing, transcriptLink } from '../links.ts';
import type { Session } from '../session/session.ts';
import type { LastTranscript } from './lastTranscript.ts';
import type { QueueDesk } from '../queues/queueDesk.ts';
import type { PanelHost } from './panelHost.ts';
import type { QueueWork } from './queueWork.ts';
import { openEdit } from './editDocuments.ts';
import type { ReadingOrder, TranscriptReader } from './reader.ts';

export interface PanelServices {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  readonly settings: LabellingSettings;
  readonly desk: LabelDesk;
  readonly reader: TranscriptReader;
  readonly covers: Covers;
  readonly work: QueueWork;
  /** Queues are made after the tabs. */
  queues(): QueueDesk;
  readonly lastTranscript: LastTranscript;
  /** The order of a finding's transcripts. */
  findingOrder(findingId: number): ReadingOrder;
  /** A transcript came on screen, from a finding or not: the trees may follow. */
  onShown(transcriptId: number, findingId: number | undefined): void;
  openToSide(transcriptId: number): Promise<unknown>;
  openFinding(findingId: number): void | Promise<void>;
}

export function panelHost(services: PanelServices): PanelHost {
  const { context, session, settings, desk, reader, lastTranscript } = services;
  return {
    extensionUri: context.extensionUri,
    reader,
    readerOf: (findingId) => reader.inOrder(services.findingOrder(findingId)),
    desk,
    covers: services.covers,
    work: services.work,
    resumeQueue: (queueId, place) => services.queues().openQueue(queueId, place),
    pauseQueue: () => services.queues().pause(),
    summariseQueue: async (queueId) => {
      await vscode.commands.executeCommand('transcriptAuditor.summariseQueue', { queueId });
    },
    showQueueAgreement: async (queueId) => {
      await services.queues().pause();
      await vscode.commands.executeCommand('transcriptAuditor.showAgreement', { queueId });
    },
    openToSide: (transcriptId) => services.openToSide(transcriptId),
    open: async () => {
      if ((await session.openExisting()) === undefined) {
        throw new AuditError('not-found', 'There is no database here yet.', 'Import results to start one.');
      }
    },
    settings: () => settings.forPages(session.database?.store.readOnlyReason ?? ''),
    find: async (transcriptId, text, branch, masks) => {
      const { worker } = await session.openOrCreate();
      return worker.run('findInTranscript', { transcriptId, text, branch, masks });
    },
    quotePlaces: async (transcriptId) => {
      const { worker } = await session.openOrCreate();
      return worker.run('quotePlaces', { transcriptId, quotes: reader.quotes(transcriptId) });
    },
    copy: (transcriptId, as) => copyToClipboard(services, transcriptId, as),
    followLink: askBeforeFollowing,
    openSource: (transcriptId) => openSource(reader, transcriptId),
    openEdit: (transcriptId) =>
      openEdit(transcriptId, reader.heading(transcriptId).title, reader.stored(transcriptId).metadata),
    openFinding: (findingId) => Promise.resolve(services.openFinding(findingId)),
    shown: (transcriptId, key, findingId) => {
      if (key !== undefined) lastTranscript.shown(key, reader.heading(transcriptId).title);
      services.onShown(transcriptId, findingId);
    },
    shownInQueue: () => lastTranscript.closed(),
    closed: () => lastTranscript.closed(),
  };
}

/** Puts a transcript, or the link that reopens it, on the clipboard. */
export async function copyToClipboard(
  { context, session, settings, reader }: PanelServices,
  transcriptId: number,
  as: 'text' | 'markdown' | 'json' | 'link',
): Promise<void> {
  const { store } = await session.openOrCreate();
  const text =
    as === 'link'
      ? transcriptLink(context.extension.id, reader.heading(transcriptId).key)
      : copyTranscript(
          exportedTranscript(store, transcriptId, settings.activeScheme()),
          as,
          settings.activeScheme(),
        );
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(as === 'link' ? 'Link copied' : `Transcript copied as ${as}`, 3_000);
}

/** Opens the results file with the cursor at the transcript's row. */
async function openSource(reader: TranscriptReader, transcriptId: number): Promise<void> {
  const transcript = reader.stored(transcriptId);
  const { path, line, name } = transcript.source;
  try {
    const position = new vscode.Position(Math.max(0, line - 1), 0);
    await vscode.window.showTextDocument(vscode.Uri.file(path), {
      preview: true,
      selection: new vscode.Range(position, position),
    });
  } catch (error) {
    throw new AuditError(
      'file-missing',
      `${name} could not be opened at ${path}.`,
      `The transcript (${formatContentKey(transcript.key)}) is in the database all the same. Files over 50 MB don’t open in VS Code.`,
      { cause: error },
    );
  }
}
