/** A tree view: the provider, what stands above it, and moving the selection to a transcript. */
import * as vscode from 'vscode';
import type { Grouping } from '../../analysis/outline/levels.ts';
import type { OutlineFilter } from '../../analysis/outline/filter.ts';
import { DropTarget } from './dropTarget.ts';
import { OutlineProvider } from './outlineProvider.ts';
import { OutlineState } from './outlineState.ts';
import type { TreeContext } from './treeContext.ts';
import type { TreeElement } from './treeElements.ts';
import { viewWords } from './viewWords.ts';

export interface OutlineViewOptions {
  readonly id: 'transcriptAuditor.runs' | 'transcriptAuditor.probes';
  readonly grouping: Grouping;
}

export class OutlineView implements vscode.Disposable {
  readonly state: OutlineState;
  readonly provider: OutlineProvider;
  private readonly id: string;
  private readonly view: vscode.TreeView<TreeElement>;
  private readonly subscriptions: vscode.Disposable;
  /** The transcript to select once the view is looked at. */
  private followed: number | undefined;

  constructor(context: TreeContext, { id, grouping }: OutlineViewOptions) {
    this.id = id;
    this.state = new OutlineState(context, grouping);
    this.provider = new OutlineProvider(context, this.state);
    this.view = vscode.window.createTreeView(id, {
      treeDataProvider: this.provider,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: new DropTarget(context),
    });
    this.subscriptions = vscode.Disposable.from(
      this.provider,
      this.view,
      this.provider.onDidDraw(() => this.drawWords()),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.followed !== undefined) this.follow(this.followed);
      }),
    );
  }

  get selection(): readonly TreeElement[] {
    return this.view.selection;
  }

  group(grouping: Grouping): void {
    this.state.group(grouping);
    this.provider.redraw();
  }

  async setFilter(filter: OutlineFilter): Promise<void> {
    if (await this.state.setFilter(filter)) this.provider.redraw();
  }

  /** Selects the open transcript if the view is visible, now or later; never takes the keyboard. */
  follow(transcriptId: number): void {
    this.followed = transcriptId;
    if (!this.view.visible) return;
    const [selected] = this.view.selection;
    if (selected?.kind === 'transcript' && selected.transcriptId === transcriptId) return;
    void this.select(transcriptId).catch(() => {
      // The tree was drawn anew meanwhile; the next transcript will be followed again.
    });
  }

  /** Shows the view and selects an element in it; false when the tree doesn't show it. */
  async reveal(element: TreeElement | undefined): Promise<boolean> {
    if (element === undefined) return false;
    await vscode.commands.executeCommand(`${this.id}.focus`);
    await this.view.reveal(element, { select: true, focus: true, expand: element.kind !== 'transcript' });
    return true;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async select(transcriptId: number): Promise<void> {
    const element = await this.provider.ofTranscript(transcriptId);
    if (element === undefined || this.followed !== transcriptId || !this.view.visible) return;
    await this.view.reveal(element, { select: true, focus: false, expand: false });
  }

  private drawWords(): void {
    const { message, description } = viewWords(this.state, this.state.current);
    if (this.view.message !== message) this.view.message = message;
    if (this.view.description !== description) this.view.description = description;
  }
}
