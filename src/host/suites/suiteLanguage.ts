import * as vscode from 'vscode';
import { SuiteDocuments } from './suiteDocuments.ts';
import { SUITE_LANGUAGE } from './suiteLanguageId.ts';
import { completionProvider, hoverProvider, lensProvider, symbolProvider } from './suiteProviders.ts';
import { SuiteThread } from './suiteThread.ts';

/** Completions, hovers, problems, outline and links for suite files (`*.probes.yaml`), without any other extension. */
export function suiteLanguage(extensionUri: vscode.Uri): vscode.Disposable {
  const thread = new SuiteThread(vscode.Uri.joinPath(extensionUri, 'dist', 'suiteWorker.cjs').fsPath);
  const documents = new SuiteDocuments(thread);
  const here: vscode.DocumentSelector = { language: SUITE_LANGUAGE };
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(here, completionProvider(thread), '{', ' ', '[', ','),
    vscode.languages.registerHoverProvider(here, hoverProvider(thread)),
    vscode.languages.registerDocumentSymbolProvider(here, symbolProvider(documents)),
    vscode.languages.registerCodeLensProvider(here, lensProvider(documents)),
    documents,
    thread,
  );
}
