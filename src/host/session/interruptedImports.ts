/** Imports that a crash cut off: marks them partial once their database is open, and asks what to do with them. */
import * as vscode from 'vscode';
import { reportError } from '../commands/errorEdge.ts';
import { plainMessage } from '../plainMessage.ts';
import { runSummary } from '../trees/runSummary.ts';
import { interruptedWords } from './interruptedWords.ts';
import type { OpenDatabase, Session } from './session.ts';

/** An import of another machine counts as cut off when it has said nothing for half a minute: look again then. */
const LOOK_AGAIN_MS = 35_000;

export class InterruptedImports implements vscode.Disposable {
  private readonly session: Session;
  private readonly subscription: vscode.Disposable;
  private seen: OpenDatabase | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.session = session;
    this.subscription = session.onDidChange(({ kind }) => {
      if (kind === 'database') this.databaseChanged();
    });
  }

  dispose(): void {
    this.subscription.dispose();
    clearTimeout(this.timer);
  }

  private databaseChanged(): void {
    const { database } = this.session;
    if (database === this.seen) return;
    this.seen = database;
    clearTimeout(this.timer);
    if (database === undefined || database.store.readOnlyReason !== '') return;
    void this.adopt(database);
    this.timer = setTimeout(() => void this.adopt(database), LOOK_AGAIN_MS);
  }

  private async adopt(database: OpenDatabase): Promise<void> {
    try {
      if (this.session.database !== database) return;
      const runIds = await this.session.write((store) => store.adoptInterruptedImports());
      if (runIds.length === 0) return;
      this.session.runsChanged();
      await this.ask(database, runIds);
    } catch (error) {
      reportError('Looking for interrupted imports', error);
    }
  }

  private async ask({ store }: OpenDatabase, runIds: readonly number[]): Promise<void> {
    const message = interruptedWords(runSummary(store.outline(), runIds));
    const choice = await vscode.window.showWarningMessage(plainMessage(message), 'Keep', 'Delete');
    if (choice === 'Delete')
      await vscode.commands.executeCommand('transcriptAuditor.deleteRuns', { runIds, confirmed: true });
  }
}
