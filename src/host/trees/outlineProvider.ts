/** What VS Code asks of a tree, answered from its state. */
import * as vscode from 'vscode';
import type { OutlineNode } from '../../analysis/outline/outlineTree.ts';
import type { StoreChange } from '../session/changePoll.ts';
import { badgeUri } from '../findings/findingBadges.ts';
import { findingCount, findingLines, findingsAt, type TreeFindings } from './findingNotes.ts';
import { elementTooltip } from './nodeFacts.ts';
import type { OutlineState } from './outlineState.ts';
import { Refresher } from './refresher.ts';
import { sourceLine } from './sourceLine.ts';
import type { TreeContext } from './treeContext.ts';
import { TreeElements, type TreeElement } from './treeElements.ts';
import { wholeRunOf } from './wholeRun.ts';
import { treeItem } from './treeItem.ts';

export class OutlineProvider implements vscode.TreeDataProvider<TreeElement>, vscode.Disposable {
  readonly state: OutlineState;
  private readonly context: TreeContext;
  private readonly elements = new TreeElements();
  private readonly changes = new vscode.EventEmitter<TreeElement[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  /** Fires after counts or runs were drawn anew, for what stands above the tree. */
  private readonly drawings = new vscode.EventEmitter<void>();
  readonly onDidDraw = this.drawings.event;
  private readonly refresher: Refresher;
  private readonly subscription: vscode.Disposable;
  /** Nodes whose counts changed since they were last drawn. */
  private readonly stale = new Set<OutlineNode>();
  private allStale = false;
  /** True once corrected rates were asked for; after that they follow by themselves. */
  private asked = false;

  constructor(context: TreeContext, state: OutlineState) {
    this.context = context;
    this.state = state;
    this.refresher = new Refresher(
      () => this.drawStale(),
      () => void this.runsChanged(),
    );
    this.subscription = vscode.Disposable.from(
      context.onDidChange((change) => this.changed(change)),
      context.corrected?.onDidChange(() => this.redraw()) ?? { dispose: () => undefined },
    );
  }

  getTreeItem(element: TreeElement): vscode.TreeItem {
    const item = treeItem(element, this.correctedOf(element)?.short);
    const { findings } = this.context;
    if (findings !== undefined && element.kind === 'node') markFindings(item, element, findings);
    return item;
  }

  async getChildren(element?: TreeElement): Promise<TreeElement[]> {
    try {
      if (element !== undefined) return [...(await this.elements.children(element))];
      if (this.context.store() === undefined && this.context.problem() === undefined)
        await this.context.open();
      if (element === undefined && !this.asked) {
        this.asked = true;
        this.context.corrected?.look();
      }
      if (this.state.needsSearch) await this.state.searchAgain();
      const drawn = this.state.draw();
      return drawn === undefined ? [] : [...this.elements.roots(drawn)];
    } catch (error) {
      this.context.report('Reading the tree', error);
      return [];
    } finally {
      if (element === undefined) this.drawings.fire();
    }
  }

  getParent(element: TreeElement): TreeElement | undefined {
    return element.parent;
  }

  /** Fills in the tooltip when an item is hovered. */
  async resolveTreeItem(item: vscode.TreeItem, element: TreeElement): Promise<vscode.TreeItem> {
    const store = this.context.store();
    const runId = element.kind === 'page' ? undefined : element.runId;
    const source = store === undefined || runId === undefined ? '' : sourceLine(store.run(runId));
    const remarks = await this.remarks(element);
    const { findings } = this.context;
    const found = findings === undefined ? [] : findingLines(findingsAt(element, findings));
    const lines = element.kind === 'transcript' ? [] : [...remarks, ...found, source];
    const below = element.kind === 'transcript' ? found : [];
    const own = elementTooltip(element, lines.filter((line) => line !== '').join('\n'));
    item.tooltip = [own, ...below].join('\n');
    return item;
  }

  /** The element of a transcript; undefined when it is in no run now, or the filter hides it. */
  async ofTranscript(transcriptId: number): Promise<TreeElement | undefined> {
    const drawn = this.state.draw();
    const row = drawn?.store.transcriptRow(transcriptId);
    if (drawn === undefined || row === undefined) return undefined;
    const leaf = this.state.leafOf(drawn.tree.table, row);
    return leaf === undefined ? undefined : this.elements.locate(drawn, row, leaf);
  }

  /** The topmost element that stands for a run or study alone. */
  ofRun(matches: { readonly runId?: number; readonly studyId?: number }): TreeElement | undefined {
    const drawn = this.state.draw();
    if (drawn === undefined) return undefined;
    const leaf = drawn.tree.leaves.find(({ arm }) =>
      matches.studyId === undefined ? arm.runId === matches.runId : arm.studyId === matches.studyId,
    );
    const lowest = leaf === undefined ? undefined : drawn.tree.nodeOf(leaf);
    if (lowest === undefined) return undefined;
    let found: TreeElement | undefined;
    let element: TreeElement | undefined = this.elements.ofNode(drawn, lowest);
    for (; element !== undefined && element.kind === 'node'; element = element.parent) {
      const own =
        matches.studyId === undefined ? element.runId === matches.runId : element.studyId === matches.studyId;
      if (own) found = element;
    }
    return found;
  }

  /** Draws everything anew, from the database. */
  async reload(): Promise<void> {
    this.state.forget();
    if (this.context.store() === undefined)
      await this.context.open().catch((error: unknown) => {
        this.context.report('Opening the database', error);
      });
    await this.state.searchAgain();
    this.redraw();
  }

  /** Draws everything anew from what is known; expansion and selection stay, by id. */
  redraw(): void {
    this.stale.clear();
    this.allStale = false;
    this.elements.renew();
    this.changes.fire(undefined);
  }

  dispose(): void {
    this.refresher.dispose();
    this.subscription.dispose();
    this.changes.dispose();
    this.drawings.dispose();
  }

  private correctedOf(element: TreeElement): { readonly short: string; readonly words: string } | undefined {
    const runId = wholeRunOf(element);
    return runId === undefined ? undefined : this.context.corrected?.of(runId);
  }

  /** What must be known beside a rate; a tooltip without it is better than none. */
  private async remarks(element: TreeElement): Promise<readonly string[]> {
    if (element.kind !== 'node' || element.runId === undefined) return [];
    const corrected = this.correctedOf(element)?.words;
    if (!element.drawn.tree.tally(element.node).launched) return corrected === undefined ? [] : [corrected];
    try {
      return (await this.context.tasks.remarks?.(element.runId)) ?? [];
    } catch {
      return [];
    }
  }

  private changed(change: StoreChange): void {
    switch (change.kind) {
      case 'labels':
        this.labelled(change.transcriptIds);
        break;
      case 'runs':
        this.refresher.runs();
        break;
      case 'database':
        this.state.forget();
        this.redraw();
        break;
    }
  }

  /** Counts are brought up to date at once, for whoever steps through transcripts; drawing waits a moment. */
  private labelled(transcriptIds: readonly number[]): void {
    if (this.state.current === undefined) return;
    try {
      const changed = this.state.relabelled(transcriptIds);
      if (changed === 'all') this.allStale = true;
      else for (const node of changed) this.stale.add(node);
      this.refresher.labels();
    } catch (error) {
      this.context.report('Taking in new labels', error);
    }
  }

  private async runsChanged(): Promise<void> {
    try {
      this.state.forget();
      await this.state.searchAgain();
    } catch (error) {
      this.context.report('Searching again', error);
    }
    this.redraw();
  }

  /** VS Code redraws what is under an element too, so the topmost ones suffice. */
  private drawStale(): void {
    if (this.allStale) {
      this.redraw();
      return;
    }
    const tops = [...this.stale].filter(({ parent }) => parent === undefined || !this.stale.has(parent));
    this.stale.clear();
    const elements = tops.flatMap((node) => this.elements.find(node.id) ?? []);
    if (elements.length > 0) this.changes.fire(elements);
    this.drawings.fire();
  }
}

/** A badge with the number of findings; VS Code draws it for the address alone, the screen reader is told in words. */
function markFindings(item: vscode.TreeItem, element: TreeElement, findings: TreeFindings): void {
  const n = findingsAt(element, findings).length;
  if (n === 0) return;
  item.resourceUri = badgeUri(element.id, n);
  const spoken = item.accessibilityInformation?.label ?? '';
  item.accessibilityInformation = { label: `${spoken}, ${findingCount(n)}` };
}
