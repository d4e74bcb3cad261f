/** Markdown of ours on pages of VS Code's own preview. */
import * as vscode from 'vscode';
import type { WindowBlindness } from './blindness/windowBlindness.ts';
import { ShownTexts } from './shownTexts.ts';

const PREVIEW = 'markdown.preview';

export class MarkdownPages {
  private readonly scheme: string;
  private readonly texts: ShownTexts;
  /** How often a page was opened: the preview draws a document that it knows already no second time. */
  private opened = 0;

  /**
   * @param scheme of the documents; begins with `transcript-auditor-`
   * @param lost what a page says after a reload of the window
   */
  constructor(scheme: string, lost: string) {
    this.scheme = scheme;
    this.texts = new ShownTexts(lost);
  }

  /** Serves the pages; once a queue hides something they are closed, and what they said is gone. */
  serve(blindness: WindowBlindness): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(this.scheme, {
        provideTextDocumentContent: ({ path }) => this.texts.of(path),
      }),
      blindness.onDidChange(() => {
        if (blindness.isBlind) this.close(this.texts.hide(blindness.reason));
      }),
    );
  }

  /** Opens a page; as text where this VS Code has no preview. */
  async show(name: string, markdown: string): Promise<void> {
    this.opened += 1;
    const uri = vscode.Uri.from({ scheme: this.scheme, path: `/${name}.md`, query: String(this.opened) });
    this.texts.show(uri.path, markdown);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }
  }

  /** A preview doesn't say what it shows but by its title, `Preview Queue 1.md` in the language of the window. */
  private close(paths: readonly string[]): void {
    const names = paths.map((path) => path.slice(1));
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input, label }) =>
          input instanceof vscode.TabInputWebview &&
          input.viewType.endsWith(PREVIEW) &&
          names.some((name) => label.includes(name)),
      );
    // A tab that went away by itself is as good as closed.
    if (tabs.length > 0) vscode.window.tabGroups.close(tabs, true).then(undefined, () => undefined);
  }
}
