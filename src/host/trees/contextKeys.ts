import * as vscode from 'vscode';
import type { OutlineState } from './outlineState.ts';
import type { TreeContext } from './treeContext.ts';

/** Keeps the keys that welcome texts and menus depend on. */
export class ContextKeys {
  private readonly context: Pick<TreeContext, 'store' | 'problem'>;
  private readonly runs: OutlineState;
  private readonly known = new Map<string, unknown>();

  constructor(context: Pick<TreeContext, 'store' | 'problem'>, runs: OutlineState) {
    this.context = context;
    this.runs = runs;
  }

  draw(): void {
    const store = this.context.store();
    const drawn = this.runs.current;
    const failed = this.context.problem() !== undefined;
    this.set('database', store !== undefined ? 'open' : failed ? 'failed' : 'none');
    this.set('readOnly', store !== undefined && store.readOnlyReason !== '');
    this.set('empty', drawn === undefined || drawn.tree.table.leaves.length === 0);
    this.set('filtered', this.runs.isFiltering);
    this.set('grouping', this.runs.grouping);
  }

  private set(key: string, value: unknown): void {
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    void vscode.commands.executeCommand('setContext', `transcriptAuditor.${key}`, value);
  }
}
