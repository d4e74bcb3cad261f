import * as vscode from 'vscode';
import { log } from '../log.ts';
import { lazily } from '../lazily.ts';
import { SUITE_LANGUAGE } from './suiteLanguageId.ts';

/** Helps with suite files from the first that is opened on. */
export function suitesWhenOpened(extensionUri: vscode.Uri): vscode.Disposable {
  const language = lazily(async () => (await import('./suiteLanguage.ts')).suiteLanguage(extensionUri));
  const look = (documents: readonly vscode.TextDocument[]): void => {
    if (!documents.some(({ languageId }) => languageId === SUITE_LANGUAGE)) return;
    opened.dispose();
    language().catch((error: unknown) => log().error('loading the help with suites', error as Error));
  };
  const opened = vscode.workspace.onDidOpenTextDocument((document) => look([document]));
  look(vscode.workspace.textDocuments);
  return {
    dispose: () =>
      void vscode.Disposable.from(opened, ...(language.made === undefined ? [] : [language.made])).dispose(),
  };
}
