/** Hears of label files that change in a folder. */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

/**
 * Calls back for each change. VS Code is told of no change on network disks and of few in synchronised folders, which is
 * why the folder is looked at from time to time all the same.
 */
export function watchLabelFiles(folder: string, onChange: () => void): vscode.Disposable {
  const files = watcher(folder, '*.jsonl', onChange);
  // The folder itself may come and go, as with git's branches.
  const parent = dirname(folder);
  const itself = watcher(parent, folder.slice(join(parent, '/').length), onChange);
  return vscode.Disposable.from(files, itself);
}

function watcher(base: string, pattern: string, onChange: () => void): vscode.Disposable {
  const watching = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.file(base), escaped(pattern)),
  );
  return vscode.Disposable.from(
    watching.onDidCreate(onChange),
    watching.onDidChange(onChange),
    watching.onDidDelete(onChange),
    watching,
  );
}

/** A name as a pattern that means just it; the pattern for label files stays one. */
function escaped(pattern: string): string {
  return pattern === '*.jsonl' ? pattern : pattern.replace(/[*?{}[\]]/g, (sign) => `[${sign}]`);
}
