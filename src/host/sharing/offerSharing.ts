/** Asks once whether labels are to be shared: when a database opens, so when nobody is in the middle of labelling. */
import * as vscode from 'vscode';
import type { Annotator } from '../labelling/annotator.ts';
import { log } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import type { OpenDatabase, Session } from '../session/session.ts';
import { configuredFolder, isDecided, shownFolder } from './sharingSettings.ts';
import { offerWords } from './sharingWords.ts';

const ASKED = 'transcriptAuditor.askedToShare';
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
