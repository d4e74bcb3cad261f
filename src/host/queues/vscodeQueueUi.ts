import * as vscode from 'vscode';
import { askText, pickMany, pickOne } from '../evals/multiStep.ts';
import { plainMessage } from '../plainMessage.ts';
import type { QueueUi } from './queueUi.ts';
import { showSummary } from './summaryDocuments.ts';

export const vscodeQueueUi: QueueUi = {
  pickOne,
  pickMany,
  askText,

  async confirm(message, detail, action) {
    const chosen = await vscode.window.showWarningMessage(
      plainMessage(message),
      { modal: true, detail },
      action,
    );
    return chosen === action;
  },

  async tell(message, ...actions) {
    return vscode.window.showInformationMessage(plainMessage(message), ...actions);
  },

  async withProgress(title, task) {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: plainMessage(title), cancellable: true },
      (_progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return task(controller.signal);
      },
    );
  },

  showPage: showSummary,
};
