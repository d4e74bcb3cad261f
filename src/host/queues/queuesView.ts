/** Registers the Queues view; what it shows is loaded when it is first looked at. */
import * as vscode from 'vscode';
import { lazily, type Lazily } from '../lazily.ts';
import type { StoreChange } from '../session/changePoll.ts';
import type { QueuesElement } from './queueElements.ts';
import type { QueuesProvider, QueuesProviderParts } from './queuesProvider.ts';

const VIEW = 'transcriptAuditor.queues';
/** Answers come every few seconds, an import's commits many times a second. */
const REDRAW_MS = 400;

export interface QueuesViewParts extends QueuesProviderParts {
  readonly onDidChangeStore: vscode.Event<StoreChange>;
}

export class QueuesView implements vscode.Disposable {
  private readonly provider: Lazily<QueuesProvider>;
  private readonly changes = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<QueuesElement>;
  private readonly subscriptions: vscode.Disposable;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: QueuesViewParts) {
    this.provider = lazily(async () => new (await import('./queuesProvider.ts')).QueuesProvider(parts));
    this.view = vscode.window.createTreeView<QueuesElement>(VIEW, {
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: this.changes.event,
        getTreeItem: async (element) => (await this.provider()).item(element),
        getChildren: async (element) => (await this.provider()).children(element),
        getParent: async (element) => (await this.provider()).parent(element),
      },
    });
    this.subscriptions = vscode.Disposable.from(
      this.view,
      this.changes,
      parts.onDidChangeStore(() => this.redrawSoon()),
      parts.desk.onDidChange(() => this.redraw()),
      parts.blindness.onDidChange(() => this.redraw()),
    );
  }

  /** The queue of the selected row. */
  get selected(): number | undefined {
    return this.view.selection[0]?.queueId;
  }

  /** Draws anew if anything was drawn; expansion and selection stay, by id. */
  redraw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.provider.made !== undefined) this.changes.fire(undefined);
  }

  /** Selects a queue where the view is looked at; never takes the keyboard. */
  async reveal(queueId: number): Promise<void> {
    if (!this.view.visible) return;
    const element = await (await this.provider()).ofQueue(queueId);
    if (element === undefined) return;
    try {
      await this.view.reveal(element, { select: true, focus: false });
    } catch {
      // VS Code gives up when the tree is drawn anew at that moment; the queue is there all the same.
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private redrawSoon(): void {
    this.timer ??= setTimeout(() => this.redraw(), REDRAW_MS);
  }
}
