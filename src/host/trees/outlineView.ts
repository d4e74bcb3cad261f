/** A tree view: the provider, what stands above it, and moving the selection to a transcript. */
import * as vscode from 'vscode';
import type { Grouping } from '../../analysis/outline/levels.ts';
import type { OutlineFilter } from '../../analysis/outline/filter.ts';
import { BlindTree, isHiddenRow, type HiddenRow } from '../blindness/blindTree.ts';
import { SIGHTED } from '../blindness/windowBlindness.ts';
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

const REVEAL_ATTEMPTS = 4;
/** A little longer than VS Code collects changes before it refreshes a tree. */
const REVEAL_PAUSE_MS = 300;

export class OutlineView implements vscode.Disposable {
  readonly state: OutlineState;
  readonly provider: OutlineProvider;
  private readonly id: string;
  private readonly context: TreeContext;
  private readonly view: vscode.TreeView<TreeElement | HiddenRow>;
  private readonly subscriptions: vscode.Disposable;
  /** The transcript to select once the view is looked at. */
  private followed: number | undefined;
  private drawnBefore = false;

  constructor(context: TreeContext, { id, grouping }: OutlineViewOptions) {
    this.id = id;
    this.context = context;
    this.state = new OutlineState(context, grouping);
    this.provider = new OutlineProvider(context, this.state);
    const blindness = context.blindness ?? SIGHTED;
    const tree = new BlindTree<TreeElement>(this.provider, blindness);
    this.view = vscode.window.createTreeView<TreeElement | HiddenRow>(id, {
      treeDataProvider: tree,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: new DropTarget(context),
    });
    this.subscriptions = vscode.Disposable.from(
      this.provider,
      tree,
      this.view,
      this.provider.onDidDraw(() => this.drawWords()),
      blindness.onDidChange(() => this.drawWords()),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.followed !== undefined) this.follow(this.followed);
      }),
    );
  }

  get selection(): readonly TreeElement[] {
    return this.view.selection.filter((element): element is TreeElement => !isHiddenRow(element));
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
    if (!this.view.visible || this.isBlind) return;
    const [selected] = this.view.selection;
    if (selected?.kind === 'transcript' && selected.transcriptId === transcriptId) return;
    const find = async (): Promise<TreeElement | undefined> =>
      this.followed === transcriptId && this.view.visible && !this.isBlind
        ? this.provider.ofTranscript(transcriptId)
        : undefined;
    void this.revealFound(find, { select: true, focus: false, expand: false }).catch((error: unknown) => {
      this.context.report('Following the open transcript in the tree', error);
    });
  }

  /** Shows the view and selects what `find` finds; false when the tree doesn't show it. */
  async reveal(find: () => Promise<TreeElement | undefined>): Promise<boolean> {
    if (this.isBlind || (await find()) === undefined) return false;
    await vscode.commands.executeCommand(`${this.id}.focus`);
    return this.revealFound(find, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private get isBlind(): boolean {
    return this.context.blindness?.isBlind === true;
  }

  /** VS Code gives up on revealing when the tree is refreshed at the same moment; then it is tried again. */
  private async revealFound(
    find: () => Promise<TreeElement | undefined>,
    options: { readonly select: boolean; readonly focus: boolean; readonly expand: boolean },
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const element = await find();
      if (element === undefined) return false;
      try {
        const expand = options.expand && element.kind !== 'transcript';
        await this.view.reveal(element, { ...options, expand });
        return true;
      } catch (error) {
        if (attempt === REVEAL_ATTEMPTS) throw error;
        await new Promise((resume) => setTimeout(resume, REVEAL_PAUSE_MS));
      }
    }
  }

  private drawWords(): void {
    const words = viewWords(this.state, this.state.current);
    // The filter names models, verdicts and probes.
    const message = this.isBlind ? '' : words.message;
    const { description } = words;
    // A tree that is opened late isn't laid out by VS Code (1.139) until two seconds later, or until its message is set,
    // though it be to the same text.
    if (!this.drawnBefore || this.view.message !== message) this.view.message = message;
    this.drawnBefore = true;
    if (this.view.description !== description) this.view.description = description;
  }
}
