import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import { plainMessage } from '../plainMessage.ts';
import type { TreeUi } from './treeUi.ts';

export const vscodeTreeUi: TreeUi = {
  async pick(title, choices) {
    return (await vscode.window.showQuickPick([...choices], { title, matchOnDescription: true }))?.value;
  },

  async pickMany(title, choices) {
    const picked = await vscode.window.showQuickPick([...choices], {
      title,
      canPickMany: true,
      matchOnDescription: true,
    });
    return picked?.map(({ value }) => value);
  },

  async ask(title, { value, prompt, problem }) {
    return vscode.window.showInputBox({
      title,
      ...(value === undefined ? {} : { value }),
      ...(prompt === undefined ? {} : { prompt }),
      ...(problem === undefined ? {} : { validateInput: problem }),
    });
  },

  async confirm(message, detail, action) {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action;
  },

  async tell(message, ...actions) {
    return vscode.window.showInformationMessage(plainMessage(message), ...actions);
  },

  async withProgress(title, task) {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: plainMessage(title) },
      task,
    );
  },

  async copy(text) {
    await vscode.env.clipboard.writeText(text);
  },

  async openAt(path, line) {
    const position = new vscode.Position(Math.max(0, line - 1), 0);
    try {
      await vscode.window.showTextDocument(vscode.Uri.file(path), {
        preview: true,
        selection: new vscode.Range(position, position),
      });
    } catch (error) {
      throw new AuditError(
        'file-missing',
        `${path} could not be opened.`,
        'What was imported from it is in the database all the same. Files over 50 MB don’t open in VS Code.',
        { cause: error },
      );
    }
  },
};
