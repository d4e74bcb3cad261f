/** Dialogs, messages and progress of the export commands, in VS Code. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { plainMessage } from '../plainMessage.ts';
import type { ExportUi, FileFilters } from './exportContext.ts';

export const vscodeExportUi: ExportUi = {
  defaultFolder() {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    return folder?.uri.scheme === 'file' ? folder.uri.fsPath : homedir();
  },

  async askWhereToSave({ title, defaultPath, filters }) {
    const uri = await vscode.window.showSaveDialog({
      title,
      defaultUri: vscode.Uri.file(defaultPath),
      filters: mutable(filters),
      saveLabel: 'Export',
    });
    return uri?.fsPath;
  },

  async askWhichFiles({ title, filters }) {
    const uris = await vscode.window.showOpenDialog({
      title,
      canSelectMany: true,
      filters: mutable(filters),
      openLabel: 'Import',
    });
    return (uris ?? []).map((uri) => uri.fsPath);
  },

  async choose(title, items) {
    return (await vscode.window.showQuickPick([...items], { title, matchOnDetail: true }))?.value;
  },

  async withProgress(title, task) {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: plainMessage(title), cancellable: true },
      async (progress, token) => {
        const controller = new AbortController();
        const subscription = token.onCancellationRequested(() => controller.abort());
        try {
          return await task({
            signal: controller.signal,
            report: (words) => progress.report({ message: plainMessage(words) }),
          });
        } finally {
          subscription.dispose();
        }
      },
    );
  },

  async tell(message, ...actions) {
    return vscode.window.showInformationMessage(plainMessage(message), ...actions);
  },

  async openFile(path) {
    // VS Code chooses the editor, and says so itself when a file is too large for it.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
  },

  async openText(text) {
    const document = await vscode.workspace.openTextDocument({ content: text, language: 'log' });
    await vscode.window.showTextDocument(document, { preview: true });
  },
};

function mutable(filters: FileFilters): Record<string, string[]> {
  return Object.fromEntries(Object.entries(filters).map(([name, extensions]) => [name, [...extensions]]));
}
