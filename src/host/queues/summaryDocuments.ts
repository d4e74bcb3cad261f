/** Summaries of queues on a page of VS Code's own Markdown preview. */
import * as vscode from 'vscode';

const SCHEME = 'transcript-auditor-queue';

/** Texts by path; read-only and in memory. */
const texts = new Map<string, string>();
let changes: vscode.EventEmitter<vscode.Uri> | undefined;

/** Serves the pages. */
export function summaryDocuments(): vscode.Disposable {
  const emitter = new vscode.EventEmitter<vscode.Uri>();
  changes = emitter;
  const served = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: emitter.event,
    // The preview reads it once more after a reload of the window, when nothing is known of it any more.
    provideTextDocumentContent: (uri) =>
      texts.get(uri.path) ?? 'Ask for the summary again to read this page.\n',
  });
  return vscode.Disposable.from(served, emitter);
}

/** Opens the page; as text where this VS Code has no preview. */
export async function showSummary(name: string, markdown: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` });
  texts.set(uri.path, markdown);
  changes?.fire(uri);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}
