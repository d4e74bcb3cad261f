/** The findings view: its badge, what stands above it, and moving the selection to a finding or a transcript. */
import * as vscode from 'vscode';
import { BlindTree, isHiddenRow, type HiddenRow } from '../blindness/blindTree.ts';
import type { WindowBlindness } from '../blindness/windowBlindness.ts';
import type { FindingElement } from './findingElements.ts';
import { FindingsProvider, type ProviderContext } from './findingsProvider.ts';
import type { FindingsState } from './findingsState.ts';

const VIEW = 'transcriptAuditor.findings';
const REVEAL_ATTEMPTS = 4;
/** A little longer than VS Code collects changes before it refreshes a tree. */
const REVEAL_PAUSE_MS = 300;

export class FindingsView implements vscode.Disposable {
  readonly state: FindingsState;
  readonly provider: FindingsProvider;
  private readonly context: ProviderContext;
  private readonly blindness: WindowBlindness;
  private readonly view: vscode.TreeView<FindingElement | HiddenRow>;
  private readonly subscriptions: vscode.Disposable;
  private badged = 0;
  /** The transcript to select once the view is looked at. */
  private followed: { readonly findingId: number; readonly transcriptId: number } | undefined;

  constructor(state: FindingsState, context: ProviderContext, blindness: WindowBlindness) {
    this.state = state;
    this.blindness = blindness;
    this.context = context;
    this.provider = new FindingsProvider(state, context);
    const tree = new BlindTree<FindingElement>(this.provider, blindness);
    this.view = vscode.window.createTreeView<FindingElement | HiddenRow>(VIEW, {
      treeDataProvider: tree,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.subscriptions = vscode.Disposable.from(
      this.provider,
      tree,
      this.view,
      this.provider.onDidRead(() => this.drawBadge()),
      blindness.onDidChange(() => this.drawBadge()),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.followed !== undefined) this.follow(this.followed);
      }),
    );
  }

  get selection(): readonly FindingElement[] {
    return this.view.selection.filter((element): element is FindingElement => !isHiddenRow(element));
  }

  /** Shows the view and selects the finding; false when it isn't shown. */
  async show(findingId: number): Promise<boolean> {
    const find = (): FindingElement | undefined => {
      const drawn = this.state.draw();
      return drawn === undefined ? undefined : this.provider.elements.locate(drawn, findingId);
    };
    if (this.blindness.isBlind || find() === undefined) return false;
    await vscode.commands.executeCommand(`${VIEW}.focus`);
    return this.reveal(find, true);
  }

  /** Selects the transcript that is being read under its finding if the view is visible; never takes the keyboard. */
  follow(place: { readonly findingId: number; readonly transcriptId: number }): void {
    this.followed = place;
    if (!this.view.visible || this.blindness.isBlind) return;
    const [selected] = this.view.selection;
    const { findingId, transcriptId } = place;
    if (selected?.kind === 'transcript' && selected.id === `f:${findingId}/t:${transcriptId}`) return;
    const find = async (): Promise<FindingElement | undefined> => {
      const drawn = this.state.draw();
      if (drawn === undefined || this.followed !== place || this.blindness.isBlind) return undefined;
      return this.provider.elements.locateTranscript(drawn, findingId, transcriptId);
    };
    void this.reveal(find, false).catch((error: unknown) => {
      this.context.report('Following the open transcript in the findings', error);
    });
  }

  /** What is read now was opened from elsewhere. */
  unfollow(): void {
    this.followed = undefined;
  }

  /** Draws anew after the settings changed. */
  settingsChanged(): void {
    this.provider.reload();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** VS Code gives up on revealing when the tree is refreshed at the same moment; then it is tried again. */
  private async reveal(
    find: () => FindingElement | undefined | Promise<FindingElement | undefined>,
    focus: boolean,
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const element = await find();
      if (element === undefined) return false;
      try {
        await this.view.reveal(element, { select: true, focus, expand: false });
        return true;
      } catch (error) {
        if (attempt === REVEAL_ATTEMPTS) throw error;
        await new Promise((resume) => setTimeout(resume, REVEAL_PAUSE_MS));
      }
    }
  }

  private drawBadge(): void {
    const grave = this.blindness.isBlind ? 0 : (this.state.draw()?.grave ?? 0);
    if (grave === this.badged) return;
    this.badged = grave;
    const tooltip = grave === 1 ? '1 finding to look at' : `${grave} findings to look at`;
    this.view.badge = grave === 0 ? undefined : { value: grave, tooltip };
  }
}
