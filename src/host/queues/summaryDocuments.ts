/** Summaries of queues on a page of VS Code's own Markdown preview. */
import type * as vscode from 'vscode';
import type { WindowBlindness } from '../blindness/windowBlindness.ts';
import { MarkdownPages } from '../markdownPages.ts';

const pages = new MarkdownPages('transcript-auditor-queue', 'Ask for the summary again to read this page.\n');

/** Serves the pages. */
export function summaryDocuments(blindness: WindowBlindness): vscode.Disposable {
  return pages.serve(blindness);
}

/** Opens the page. */
export async function showSummary(name: string, markdown: string): Promise<void> {
  await pages.show(name, markdown);
}
