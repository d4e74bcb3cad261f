/** What VS Code asks of the findings view, answered from its state. */
import * as vscode from 'vscode';
import type { StoreChange } from '../session/changePoll.ts';
import { Refresher } from '../trees/refresher.ts';
import { transcriptTooltip } from '../trees/transcriptWords.ts';
import { FindingElements, type FindingElement, type FoundTranscript } from './findingElements.ts';
import { findingFacts, findingTooltip, type TranscriptPlace } from './findingFacts.ts';
import type { FindingsState } from './findingsState.ts';

const HAS_RUNS = 'transcriptAuditor.hasRuns';

export interface ProviderContext {
  /** Opens the database if its file exists. */
  open(): Promise<unknown>;
  /** Probe and rule of a transcript, as the Runs view knows them. */
  place(element: FoundTranscript): TranscriptPlace;
  /** Whether there is anything to look through, for the empty view's words. */
  hasRuns(): boolean;
  /** Shows a failure once. */
  report(what: string, error: unknown): void;
  readonly onDidChange: vscode.Event<StoreChange>;
}

export class FindingsProvider implements vscode.TreeDataProvider<FindingElement>, vscode.Disposable {
  readonly elements = new FindingElements();
  private readonly state: FindingsState;
  private readonly context: ProviderContext;
  private readonly changes = new vscode.EventEmitter<FindingElement[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  /** Fires after findings were read anew, for what stands around the tree. */
  private readonly readings = new vscode.EventEmitter<void>();
  readonly onDidRead = this.readings.event;
  private readonly refresher: Refresher;
  private readonly subscription: vscode.Disposable;
  private readonly relabelled = new Set<number>();

  constructor(state: FindingsState, context: ProviderContext) {
    this.state = state;
    this.context = context;
    this.refresher = new Refresher(
      () => this.drawLabels(),
      () => this.reload(),
    );
    this.subscription = context.onDidChange((change) => {
      if (change.kind === 'labels') {
        for (const id of change.transcriptIds) this.relabelled.add(id);
        this.refresher.labels();
      } else if (change.kind === 'runs') this.refresher.runs();
      else this.reload();
    });
  }

  getTreeItem(element: FindingElement): vscode.TreeItem {
    const facts = findingFacts(element, (transcript) => this.context.place(transcript));
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(
      facts.label,
      !facts.hasChildren ? None : facts.expanded ? Expanded : Collapsed,
    );
    item.id = element.id;
    item.description = facts.description;
    item.iconPath = new vscode.ThemeIcon(
      facts.icon,
      facts.color === undefined ? undefined : new vscode.ThemeColor(facts.color),
    );
    item.contextValue = facts.contextValue;
    item.accessibilityInformation = { label: facts.spoken };
    const command = commandOf(element);
    if (command !== undefined) item.command = command;
    return item;
  }

  async getChildren(element?: FindingElement): Promise<FindingElement[]> {
    try {
      if (element === undefined) await this.context.open();
      const drawn = this.state.draw();
      if (drawn === undefined) return [];
      if (element !== undefined) return [...(await this.elements.children(drawn, element))];
      return [...this.elements.roots(drawn)];
    } catch (error) {
      this.context.report('Reading the findings', error);
      return [];
    }
  }

  getParent(element: FindingElement): FindingElement | undefined {
    return element.parent;
  }

  /** Fills in the tooltip when an item is hovered. */
  resolveTreeItem(item: vscode.TreeItem, element: FindingElement): vscode.TreeItem {
    item.tooltip = this.tooltip(element);
    return item;
  }

  /** Reads the findings anew, and draws them if they are others; expansion and selection stay, by id. */
  reload(): void {
    try {
      if (this.state.reload()) this.redraw();
      if ((this.state.draw()?.all.length ?? 0) === 0)
        void vscode.commands.executeCommand('setContext', HAS_RUNS, this.context.hasRuns());
      this.readings.fire();
    } catch (error) {
      this.context.report('Reading the findings', error);
    }
  }

  redraw(): void {
    this.elements.renew();
    this.changes.fire(undefined);
  }

  dispose(): void {
    this.refresher.dispose();
    this.subscription.dispose();
    this.changes.dispose();
    this.readings.dispose();
  }

  private tooltip(element: FindingElement): string {
    if (element.kind === 'finding') return findingTooltip(element.finding);
    if (element.kind === 'transcript')
      return transcriptTooltip(element.row, this.context.place(element).rule);
    return findingFacts(element, (transcript) => this.context.place(transcript)).spoken;
  }

  /** Transcripts that somebody labelled are drawn anew where they show. */
  private drawLabels(): void {
    const shown = this.elements.transcripts(this.relabelled);
    this.relabelled.clear();
    const store = this.state.draw()?.store;
    for (const element of shown) element.row = store?.transcriptRow(element.transcriptId) ?? element.row;
    if (shown.length > 0) this.changes.fire([...shown]);
  }
}

/** A finding unfolds when it is clicked; one about a run as a whole has nothing to unfold and explains itself. */
function commandOf(element: FindingElement): vscode.Command | undefined {
  if (element.kind === 'transcript') {
    const { transcriptId, findingId } = element;
    return {
      command: 'transcriptAuditor.openTranscript',
      title: 'Open Transcript',
      arguments: [{ transcriptId, findingId }],
    };
  }
  if (element.kind !== 'finding' || element.finding.transcripts > 0) return undefined;
  return {
    command: 'transcriptAuditor.explainFinding',
    title: 'Explain Finding',
    arguments: [{ findingId: element.findingId }],
  };
}
