/** Beginning and ending to share labels, by command. */
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import { makeFolder } from '../../worker/sharing/makeFolder.ts';
import { sharingFailure } from '../../worker/sharing/sharingFailure.ts';
import type { SyncResult } from '../../worker/sharing/syncFolder.ts';
import type { LabelSharing } from './labelSharing.ts';
import {
  configuredFolder,
  DEFAULT_FOLDER,
  setSharing,
  shownFolder,
  workspaceFolder,
} from './sharingSettings.ts';
import type { SharingUi } from './sharingUi.ts';
import { sharedWords } from './sharingWords.ts';

export interface ShareContext {
  readonly ui: SharingUi;
  readonly sharing: LabelSharing;
  /** Opens the database, making it where there is none. */
  open(): Promise<{ readonly readOnlyReason: string }>;
  /** The annotator's name, asked for if need be. */
  annotator(): Promise<string>;
}

/** What the commands of sharing answer. */
export interface SharedFolder {
  readonly folder: string;
  readonly written: number;
  readonly added: number;
  readonly people: readonly string[];
  readonly unread: number;
  /** What could not be done now, in words; it is tried again by itself. */
  readonly failures: readonly string[];
}

/**
 * @param given the folder; asked for when it isn't given
 * @returns undefined when the question was dismissed
 * @throws AuditError `bad-input` without an open folder, `read-only`, `disk-full`
 */
export async function shareLabels(context: ShareContext, given?: string): Promise<SharedFolder | undefined> {
  const { ui, sharing } = context;
  const root = workspaceFolder();
  if (root === undefined) {
    throw new AuditError(
      'bad-input',
      'Labels are shared by workspace, and no folder is open.',
      'Open the folder that the results are in. Export Labels writes a file anywhere.',
    );
  }
  const proposed = configuredFolder() ?? resolve(root, DEFAULT_FOLDER);
  const words = 'In this workspace, where git takes it along with everything else';
  const chosen = given ?? (await ui.askForFolder({ proposed, words }));
  if (chosen === undefined) return undefined;
  const folder = isAbsolute(chosen) ? chosen : resolve(root, chosen);
  await context.annotator();
  const { readOnlyReason } = await context.open();
  if (readOnlyReason !== '') throw new AuditError('read-only', readOnlyReason, 'Nothing was shared.');
  await make(folder);
  await setSharing(true, folder);
  const result = await sharing.now();
  const shared = sharedOf(folder, result);
  void ui.tell(
    result === undefined
      ? 'Labels could not be shared; see the log.'
      : sharedWords(shownFolder(folder), result),
  );
  return shared;
}

/** Brings both sides in step now. */
export async function syncSharedLabels(context: ShareContext): Promise<SharedFolder> {
  const { sharing } = context;
  await context.open();
  const result = await sharing.now();
  const { folder } = sharing;
  if (folder === undefined) {
    throw new AuditError('bad-input', 'Labels aren’t shared here.', 'Share Labels in This Folder begins it.');
  }
  return sharedOf(folder, result);
}

/** Ends it; the files stay. Undefined when nothing was shared. */
export async function stopSharing({ ui, sharing }: ShareContext): Promise<string | undefined> {
  const { folder } = sharing;
  if (workspaceFolder() !== undefined) await setSharing(false);
  sharing.follow();
  if (folder === undefined) return undefined;
  void ui.tell(`Labels are no longer shared in ${shownFolder(folder)}. The files stay as they are.`);
  return folder;
}

async function make(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await makeFolder(folder);
  } catch (error) {
    const { kind, message } = sharingFailure(error, folder, 'write');
    throw new AuditError(kind, message, 'Nothing was shared. Choose another folder.', { cause: error });
  }
}

function sharedOf(folder: string, result: SyncResult | undefined): SharedFolder {
  const files = result?.merged ?? [];
  return {
    folder,
    written: result?.written ?? 0,
    added: files.reduce((sum, { added }) => sum + added, 0),
    people: [...new Set(files.flatMap(({ annotators }) => annotators.map(({ name }) => name)))],
    unread: files.reduce((sum, { unread }) => sum + unread, 0),
    failures: (result?.failures ?? []).map(({ message }) => message),
  };
}
