/** Dialogs and messages of the sharing commands, in VS Code. */
import * as vscode from 'vscode';
import { vscodeExportUi } from '../exports/vscodeExportUi.ts';
import { plainMessage } from '../plainMessage.ts';
import type { SharingUi } from './sharingUi.ts';

export const vscodeSharingUi: SharingUi = {
  async askForLabelFiles() {
    // Not both at once: on Windows and Linux one dialog chooses either files or folders.
    const files = { label: 'Files…', detail: 'Label files that a colleague sent', folders: false };
    const folder = { label: 'A folder of files…', detail: 'All label files directly in it', folders: true };
    const choice = await vscode.window.showQuickPick([files, folder], { title: 'Import Colleague’s Labels' });
    if (choice === undefined) return [];
    const uris = await vscode.window.showOpenDialog({
      title: 'Import Colleague’s Labels',
      openLabel: 'Look Inside',
      canSelectFiles: !choice.folders,
      canSelectFolders: choice.folders,
      canSelectMany: true,
      ...(choice.folders ? {} : { filters: { 'Label files': ['jsonl'], 'All files': ['*'] } }),
    });
    return (uris ?? []).map(({ fsPath }) => fsPath);
  },

  async askForFolder({ proposed, words }) {
    const usual = { label: `$(folder) ${plainMessage(proposed).replaceAll('$(', '$ (')}`, detail: words };
    const other = {
      label: 'Another folder…',
      detail: 'Such as one that a synchronising program keeps in step between machines',
    };
    const choice = await vscode.window.showQuickPick([usual, other], {
      title: 'Share Labels in This Folder',
    });
    if (choice === undefined) return undefined;
    if (choice === usual) return proposed;
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: 'Share Labels in This Folder',
        openLabel: 'Share Here',
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    return uri?.fsPath;
  },

  async confirm(question, detail, yes) {
    const options = { modal: true, detail: plainMessage(detail) };
    return (await vscode.window.showInformationMessage(plainMessage(question), options, yes)) === yes;
  },

  async choosePeople(title, people) {
    const items = people.map(({ name, words }) => ({
      label: plainMessage(name).replaceAll('$(', '$ ('),
      description: words,
      picked: true,
      name,
    }));
    const chosen = await vscode.window.showQuickPick(items, { title, canPickMany: true });
    return chosen?.map(({ name }) => name);
  },

  withProgress: (title, task) => vscodeExportUi.withProgress(title, task),
  tell: (message, ...actions) => vscodeExportUi.tell(message, ...actions),
  openText: (text) => vscodeExportUi.openText(text),

  async run(command, argument) {
    if (!(await vscode.commands.getCommands(true)).includes(command)) return undefined;
    return { answer: await vscode.commands.executeCommand(command, argument) };
  },
};
