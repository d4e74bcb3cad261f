/** What VS Code asks of the Queues view; loaded when the view is first looked at. */
import * as vscode from 'vscode';
import { maskText } from '../../core/maskText.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { BlindState } from '../blindness/blindState.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import type { QueueDesk } from './queueDesk.ts';
import { QueueElements, type QueueElement, type QueuesElement } from './queueElements.ts';
import { queueFacts, queueTooltip, type QueueSurroundings } from './queueFacts.ts';

export interface QueuesProviderParts {
  readonly desk: QueueDesk;
  readonly blindness: BlindState;
  /** The open database, without opening one. */
  store(): AuditStore | undefined;
  /** Opens the database if its file exists. */
  open(): Promise<AuditStore | undefined>;
  /** The annotator's name if it is known without asking. */
  knownAnnotator(): Promise<string | undefined>;
  /** Shows a failure once. */
  report(what: string, error: unknown): void;
}

export class QueuesProvider {
  readonly elements = new QueueElements();
  private readonly parts: QueuesProviderParts;
  private annotator = '';

  constructor(parts: QueuesProviderParts) {
    this.parts = parts;
  }

  item(element: QueuesElement): vscode.TreeItem {
    const facts = queueFacts(element, this.around());
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(facts.label, facts.hasChildren ? Collapsed : None);
    item.id = element.id;
    item.description = facts.description;
    item.iconPath = new vscode.ThemeIcon(facts.icon);
    item.contextValue = facts.contextValue;
    item.accessibilityInformation = { label: facts.spoken };
    item.tooltip = queueTooltip(element, this.around());
    if (element.kind === 'queue-item') {
      item.command = {
        command: 'transcriptAuditor.openQueue',
        title: 'Open or Resume Queue…',
        arguments: [{ queueId: element.queueId, place: element.place }],
      };
    }
    return item;
  }

  async children(element: QueuesElement | undefined): Promise<QueuesElement[]> {
    try {
      if (element === undefined) {
        await this.parts.open();
        this.annotator = (await this.parts.knownAnnotator()) ?? '';
      }
      const store = this.parts.store();
      if (store === undefined) return [];
      return element === undefined
        ? [...this.elements.roots(store, this.annotator)]
        : [...this.elements.children(store, this.annotator, element)];
    } catch (error) {
      this.parts.report('Reading the queues', error);
      return [];
    }
  }

  parent(element: QueuesElement): QueuesElement | undefined {
    return this.elements.parentOf(element);
  }

  /** The row of a queue, read anew if it isn't known yet. */
  async ofQueue(queueId: number): Promise<QueueElement | undefined> {
    if (this.elements.ofQueue(queueId) === undefined) await this.children(undefined);
    return this.elements.ofQueue(queueId);
  }

  private around(): QueueSurroundings {
    return {
      openQueueId: this.parts.desk.open?.queue.queueId,
      hidden: this.parts.blindness.hidden,
      mask: (text) => maskText(text, hiddenNames.pattern),
      rule: (runId) => this.rule(runId),
    };
  }

  private rule(runId: number): VerdictRule | undefined {
    return this.parts.store()?.run(runId)?.rule ?? undefined;
  }
}
