/** Where the database of this window is, from workspace, settings and the user's choice. */
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { chooseDatabasePath } from '../../storage/location.ts';

const CHOSEN = 'databasePath';

export interface DatabasePlace {
  readonly path: string;
  readonly exists: boolean;
  /** Why it is there and not in the workspace; empty for the usual place. */
  readonly reason: string;
}

/** Decides the place; nothing is created. */
export async function locateDatabase(context: vscode.ExtensionContext): Promise<DatabasePlace> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  // A path picked by the command is kept in this machine's workspace state and wins; the setting is restricted, so that
  // a shared workspace file can't point at somebody's other database unnoticed.
  const chosen =
    context.workspaceState.get<string>(CHOSEN) ??
    vscode.workspace.getConfiguration('transcriptAuditor').get<string>('databasePath');
  const place = await chooseDatabasePath({
    ...(folder === undefined ? {} : { workspaceFolder: folder.uri.fsPath }),
    ...(chosen === undefined || chosen === '' ? {} : { configuredPath: chosen }),
    globalStorage: context.globalStorageUri.fsPath,
  });
  return { path: place.path, reason: place.reason, exists: fs.existsSync(place.path) };
}

/** Keeps the user's choice for this workspace; undefined goes back to the usual place. */
export async function chooseDatabase(
  context: vscode.ExtensionContext,
  path: string | undefined,
): Promise<void> {
  await context.workspaceState.update(CHOSEN, path);
}
