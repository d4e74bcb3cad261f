/** A tree that shows one row, saying why, while a queue hides what the tree tells. */
import * as vscode from 'vscode';
import type { WindowBlindness } from './windowBlindness.ts';

export const HIDDEN_ROW = { kind: 'hidden' } as const;
export type HiddenRow = typeof HIDDEN_ROW;

/** Stands between VS Code and a tree's own provider. */
export class BlindTree<T extends { readonly kind: string }>
  implements vscode.TreeDataProvider<T | HiddenRow>, vscode.Disposable
{
  private readonly inner: vscode.TreeDataProvider<T>;
  private readonly blindness: WindowBlindness;
  private readonly changes = new vscode.EventEmitter<(T | HiddenRow) | (T | HiddenRow)[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly subscriptions: vscode.Disposable;

  constructor(inner: vscode.TreeDataProvider<T>, blindness: WindowBlindness) {
    this.inner = inner;
    this.blindness = blindness;
    this.subscriptions = vscode.Disposable.from(
      inner.onDidChangeTreeData?.((what) => {
        // While one row shows there is nothing of the tree to draw anew.
        if (!blindness.isBlind) this.changes.fire(what ?? undefined);
      }) ?? { dispose: () => undefined },
      blindness.onDidChange(() => this.changes.fire(undefined)),
      this.changes,
    );
  }

  getTreeItem(element: T | HiddenRow): vscode.TreeItem | Thenable<vscode.TreeItem> {
    if (isHiddenRow(element)) return hiddenItem(this.blindness.reason);
    // A row that was asked for before: the whole tree is drawn anew right after.
    return this.blindness.isBlind ? new vscode.TreeItem('') : this.inner.getTreeItem(element);
  }

  async getChildren(element?: T | HiddenRow): Promise<(T | HiddenRow)[]> {
    if (element !== undefined && isHiddenRow(element)) return [];
    // Reading may open the database, and only then is it known that a queue was being worked on before a reload.
    const children = this.blindness.isBlind ? [] : ((await this.inner.getChildren(element)) ?? []);
    if (this.blindness.isBlind) return element === undefined ? [HIDDEN_ROW] : [];
    return children;
  }

  getParent(element: T | HiddenRow): vscode.ProviderResult<T> {
    return isHiddenRow(element) ? undefined : this.inner.getParent?.(element);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    element: T | HiddenRow,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    if (isHiddenRow(element) || this.blindness.isBlind) return item;
    return this.inner.resolveTreeItem?.(item, element, token) ?? item;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

export function isHiddenRow(element: { readonly kind: string }): element is HiddenRow {
  return element.kind === 'hidden';
}

function hiddenItem(reason: string): vscode.TreeItem {
  const words = `${reason} Pause it to see this view.`;
  const item = new vscode.TreeItem(words);
  item.id = 'hidden';
  item.iconPath = new vscode.ThemeIcon('eye-closed');
  item.tooltip = words;
  item.accessibilityInformation = { label: words };
  item.command = { command: 'transcriptAuditor.pauseQueue', title: 'Pause Queue' };
  return item;
}
