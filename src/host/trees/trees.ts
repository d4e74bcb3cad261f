/** Both trees, made once, and the reading order that the runs tree gives. */
import * as vscode from 'vscode';
import { NO_FILTER, type OutlineFilter } from '../../analysis/outline/filter.ts';
import type { Grouping } from '../../analysis/outline/levels.ts';
import { ContextKeys } from './contextKeys.ts';
import { OutlineView } from './outlineView.ts';
import { ProblemList } from './problemList.ts';
import type { TreeContext } from './treeContext.ts';
import { TreeOrder } from './treeOrder.ts';
import type { TreeUi } from './treeUi.ts';
import { vscodeTreeUi } from './vscodeTreeUi.ts';

const GROUPING = 'transcriptAuditor.grouping';

export class Trees implements vscode.Disposable {
  readonly context: TreeContext;
  readonly ui: TreeUi = vscodeTreeUi;
  readonly runs: OutlineView;
  readonly probes: OutlineView;
  readonly order: TreeOrder;
  readonly problems: ProblemList;
  private readonly keys: ContextKeys;
  private readonly subscriptions: vscode.Disposable;

  constructor(context: TreeContext) {
    this.context = context;
    const remembered = context.memory.get<string>(GROUPING);
    const grouping = remembered === 'by-probe' || remembered === 'by-verdict' ? remembered : 'by-run';
    this.runs = new OutlineView(context, { id: 'transcriptAuditor.runs', grouping });
    this.probes = new OutlineView(context, { id: 'transcriptAuditor.probes', grouping: 'probes' });
    this.order = new TreeOrder(this.runs.state, () => context.knownAnnotator());
    this.problems = new ProblemList(context);
    this.keys = new ContextKeys(context, this.runs.state);
    this.subscriptions = vscode.Disposable.from(
      this.runs,
      this.probes,
      this.problems,
      context.corrected ?? { dispose: () => undefined },
      this.runs.provider.onDidDraw(() => this.keys.draw()),
      this.probes.provider.onDidDraw(() => this.keys.draw()),
    );
    this.keys.draw();
  }

  /** Selects the transcript that is being read in the runs tree, if somebody can see that. */
  follow(transcriptId: number): void {
    const follows = vscode.workspace
      .getConfiguration('transcriptAuditor')
      .get<boolean>('tree.autoReveal', true);
    if (follows) this.runs.follow(transcriptId);
  }

  async group(grouping: Exclude<Grouping, 'probes'>): Promise<void> {
    this.runs.group(grouping);
    await this.context.memory.update(GROUPING, grouping);
  }

  /** Filters the runs tree and so the reading order; the probes tree shows everything. */
  async filter(filter: OutlineFilter): Promise<void> {
    await this.runs.setFilter(filter);
    this.keys.draw();
  }

  async clearFilter(): Promise<void> {
    await this.filter(NO_FILTER);
  }

  async reload(): Promise<void> {
    await Promise.all([this.runs.provider.reload(), this.probes.provider.reload()]);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}
