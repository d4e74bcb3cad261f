/**
 * Puts away what tells what a queue hides and stands in the window already: pages of runs and figures, explanations,
 * diffs, and notifications from before.
 */
import * as vscode from 'vscode';

const OUR_PAGES = 'transcriptAuditor.';
const OUR_DOCUMENTS = 'transcript-auditor-';
/** They hide by themselves, tell of files that aren't imported yet, or hold a scheme that is being written. */
const KEPT_PAGES = ['transcriptAuditor.transcript', 'transcriptAuditor.import', 'transcriptAuditor.scheme'];

export async function closeTelling(): Promise<void> {
  // Each single one can't be taken back; what was imported, for one, is named in them. Those that come later are masked.
  await vscode.commands.executeCommand('notifications.clearAll');
  const telling = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => tells(input));
  if (telling.length > 0) await vscode.window.tabGroups.close(telling, true);
}

function tells(input: unknown): boolean {
  if (input instanceof vscode.TabInputWebview) {
    // VS Code puts a prefix of its own before the type.
    const at = input.viewType.indexOf(OUR_PAGES);
    return at >= 0 && !KEPT_PAGES.includes(input.viewType.slice(at));
  }
  if (input instanceof vscode.TabInputText) return input.uri.scheme.startsWith(OUR_DOCUMENTS);
  return input instanceof vscode.TabInputTextDiff && input.original.scheme.startsWith(OUR_DOCUMENTS);
}
