import * as vscode from 'vscode';
import { SCHEME_FOLDER } from '../labelling/schemeSource.ts';

/** Tells of scheme files that change, come or go, whoever writes them: a save, a pull, another window. */
export function watchSchemeFiles(changed: () => void): vscode.Disposable {
  const pattern = `${SCHEME_FOLDER.replaceAll('\\', '/')}/*.json`;
  const watchers = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map((folder) => vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern)));
  return vscode.Disposable.from(
    ...watchers,
    ...watchers.flatMap((watcher) => [
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    ]),
  );
}
