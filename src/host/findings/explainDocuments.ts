/** Findings explained on a page of VS Code's own Markdown preview. */
import type * as vscode from 'vscode';
import type { WindowBlindness } from '../blindness/windowBlindness.ts';
import { MarkdownPages } from '../markdownPages.ts';

const pages = new MarkdownPages(
  'transcript-auditor-finding',
  'Explain the finding again to read this page.\n',
);

/** Serves the pages. */
export function explainDocuments(blindness: WindowBlindness): vscode.Disposable {
  return pages.serve(blindness);
}

/** Opens the page of a finding. */
export async function openExplanation(findingId: number, text: string): Promise<void> {
  await pages.show(`Finding ${findingId}`, text);
}
