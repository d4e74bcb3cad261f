/** Findings explained on a page of VS Code's own Markdown preview. */
import * as vscode from 'vscode';

const SCHEME = 'transcript-auditor-finding';

/** Texts by path; read-only and in memory. */
const texts = new Map<string, string>();
/** Tells open pages of a new text; there while they are served. */
let changes: vscode.EventEmitter<vscode.Uri> | undefined;

/** Serves the pages. */
export function explainDocuments(): vscode.Disposable {
  const emitter = new vscode.EventEmitter<vscode.Uri>();
  changes = emitter;
  const served = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: emitter.event,
    // The preview reads it once more after a reload of the window, when nothing is known of it any more.
    provideTextDocumentContent: (uri) =>
      texts.get(uri.path) ?? 'Explain the finding again to read this page.\n',
  });
  return vscode.Disposable.from(served, emitter);
}

/** Opens the page of a finding; as text where this VS Code has no preview. */
export async function openExplanation(findingId: number, text: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/Finding ${findingId}.md` });
  texts.set(uri.path, text);
  changes?.fire(uri);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}
