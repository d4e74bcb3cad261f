/** Markdown of ours on pages of VS Code's own preview. */
import * as vscode from 'vscode';
import type { WindowBlindness } from './blindness/windowBlindness.ts';
import { ShownTexts } from './shownTexts.ts';

export class MarkdownPages {
  private readonly scheme: string;
  private readonly texts: ShownTexts;
  /** Tells open pages of a new text; there while they are served. */
  private changes: vscode.EventEmitter<vscode.Uri> | undefined;

  /**
   * @param scheme of the documents; begins with `transcript-auditor-`
   * @param lost what a page says after a reload of the window
   */
  constructor(scheme: string, lost: string) {
    this.scheme = scheme;
    this.texts = new ShownTexts(lost);
  }

  /** Serves the pages; what they say is gone once a queue hides something. */
  serve(blindness: WindowBlindness): vscode.Disposable {
    const changes = new vscode.EventEmitter<vscode.Uri>();
    this.changes = changes;
    return vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(this.scheme, {
        onDidChange: changes.event,
        provideTextDocumentContent: ({ path }) => this.texts.of(path),
      }),
      blindness.onDidChange(() => {
        if (!blindness.isBlind) return;
        for (const path of this.texts.hide(blindness.reason)) changes.fire(this.uri(path));
      }),
      changes,
    );
  }

  /** Opens a page; as text where this VS Code has no preview. */
  async show(name: string, markdown: string): Promise<void> {
    const uri = this.uri(`/${name}.md`);
    this.texts.show(uri.path, markdown);
    this.changes?.fire(uri);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }
  }

  private uri(path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: this.scheme, path });
  }
}
