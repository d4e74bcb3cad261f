/** The composition root: VS Code calls these two functions and nothing else. */
import type * as vscode from 'vscode';
import { composeHost } from './host/compose/composeHost.ts';
import { disposeLog } from './host/log.ts';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(composeHost(context));
}

export function deactivate(): void {
  disposeLog();
}
