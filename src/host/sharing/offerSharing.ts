/** Asks once whether labels are to be shared: when a database opens, so when nobody is in the middle of labelling. */
import * as vscode from 'vscode';
import type { SharingChance } from '../../worker/tasks/sharingChance.ts';
import { counted } from '../exports/mergeWords.ts';
import type { Annotator } from '../labelling/annotator.ts';
import { log } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import type { OpenDatabase, Session } from '../session/session.ts';
import { configuredFolder, isDecided, shownFolder } from './sharingSettings.ts';

const ASKED = 'transcriptAuditor.askedToShare';
/** Fewer labels than this are nobody's work yet. */
const ENOUGH_LABELS = 50;
/** After opening, so that what was asked for comes first, milliseconds. */
const WAIT_MS = 5_000;

export interface OfferServices {
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>;
  readonly session: Session;
  readonly annotator: Annotator;
}

export function offerSharing({ context, session, annotator }: OfferServices): vscode.Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen: OpenDatabase | undefined;
  const look = async (database: OpenDatabase, folder: string): Promise<void> => {
    const me = await annotator.known();
    const chance = await database.worker.run('sharingChance', { folder, annotator: me ?? '' });
    const words = offerWords(chance, shownFolder(folder));
    if (words === undefined || isDecided() || session.database !== database) return;
    await context.workspaceState.update(ASKED, true);
    const share = 'Share Labels…';
    const choice = await vscode.window.showInformationMessage(plainMessage(words), share, 'Not Here');
    if (choice === share) await vscode.commands.executeCommand('transcriptAuditor.shareLabels');
  };
  const opened = (): void => {
    const { database } = session;
    if (database === seen) return;
    seen = database;
    clearTimeout(timer);
    const folder = configuredFolder();
    const isSettled = isDecided() || context.workspaceState.get<boolean>(ASKED) === true;
    if (database === undefined || folder === undefined || isSettled) return;
    if (database.store.readOnlyReason !== '' || !vscode.workspace.isTrusted) return;
    timer = setTimeout(() => {
      look(database, folder).catch((error: unknown) => log().warn('looking for shared labels', error));
    }, WAIT_MS);
  };
  const subscription = session.onDidChange(({ kind }) => {
    if (kind === 'database') opened();
  });
  opened();
  return vscode.Disposable.from(subscription, { dispose: () => clearTimeout(timer) });
}

/** Undefined when there is nothing to ask about. */
function offerWords({ own, others }: SharingChance, folder: string): string | undefined {
  if (others.length > 0) {
    const who = others.length > 3 ? `${others.length} people` : others.join(', ');
    return `${folder} holds labels of ${who}. Take them in, keep them in step, and write yours there too?`;
  }
  if (own < ENOUGH_LABELS) return undefined;
  return `You have given ${counted(own, 'label', 'labels')} here. Write them to ${folder} as well, so that git or a shared folder takes them to colleagues?`;
}
