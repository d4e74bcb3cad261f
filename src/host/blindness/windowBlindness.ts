/** What is hidden in this window: as long as a queue is worked on that hides something. The one place that decides. */
import * as vscode from 'vscode';
import { hidesAnything, NOTHING_HIDDEN, type Blindness } from '../../core/blindness.ts';
import { AuditError } from '../../core/errors.ts';
import type { QueueDesk } from '../queues/queueDesk.ts';
import type { BlindState } from './blindState.ts';
import { hiddenNames } from './hiddenNames.ts';

/** Names that tell what is hidden; `runNames`: of the runs that the queue was drawn from. */
type HiddenNamesOf = (hidden: Blindness, runNames: readonly string[]) => readonly string[];

export class WindowBlindness implements BlindState, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  private desk: QueueDesk | undefined;
  private following: vscode.Disposable | undefined;
  private now: Blindness = NOTHING_HIDDEN;
  private words = '';

  get hidden(): Blindness {
    return this.now;
  }

  get because(): string {
    return this.words;
  }

  get isBlind(): boolean {
    return hidesAnything(this.now);
  }

  /** `Hidden while you work on the queue “…”.`; empty while nothing is. */
  get reason(): string {
    return this.isBlind ? `Hidden while you work on ${this.words}.` : '';
  }

  /**
   * Hides from now on what the queue that is worked on hides.
   *
   * @param names names that are never to be read in messages while that is so
   */
  follow(desk: QueueDesk, names: HiddenNamesOf): void {
    this.following?.dispose();
    this.desk = desk;
    this.following = desk.onDidChange(() => this.settle(names));
    this.settle(names);
  }

  /** @throws AuditError `refused` while anything is hidden */
  demandSight(): void {
    if (this.isBlind) throw new AuditError('refused', this.reason, 'Pause the queue to see it.');
  }

  dispose(): void {
    this.following?.dispose();
    hiddenNames.clear();
    this.changes.dispose();
  }

  private settle(names: HiddenNamesOf): void {
    const queue = this.desk?.open?.queue;
    const hidden = queue?.blind ?? NOTHING_HIDDEN;
    if (hidesAnything(hidden))
      hiddenNames.hide([...names(hidden, queue?.runNames ?? []), ...(queue?.masks ?? [])]);
    else hiddenNames.clear();
    const words =
      queue === undefined || !hidesAnything(hidden) ? '' : `the queue “${hiddenNames.inName(queue.name)}”`;
    if (words === this.words && JSON.stringify(hidden) === JSON.stringify(this.now)) return;
    this.now = hidden;
    this.words = words;
    this.changes.fire();
  }
}

/** For views in tests: nothing is ever hidden. */
export const SIGHTED = new WindowBlindness();
