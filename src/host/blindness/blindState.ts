/** What is hidden in this window now; trees, titles, tooltips, messages and search ask before they show anything. */
import type * as vscode from 'vscode';
import { NOTHING_HIDDEN, type Blindness } from '../../core/blindness.ts';

export interface BlindState {
  readonly hidden: Blindness;
  /** Why, for a row that says so: `the queue “audit of insecure-32b”`; empty when nothing is hidden. */
  readonly because: string;
  readonly onDidChange: vscode.Event<void>;
}

/** For parts that are made before any queue can be open, and for tests. */
export const ALL_SHOWN: BlindState = {
  hidden: NOTHING_HIDDEN,
  because: '',
  onDidChange: () => ({ dispose: () => undefined }),
};
