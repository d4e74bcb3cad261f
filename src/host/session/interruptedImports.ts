/** Imports that a crash cut off: marks them partial once their database is open, and asks what to do with them. */
import * as vscode from 'vscode';
import { reportError } from '../commands/errorEdge.ts';
import { plainMessage } from '../plainMessage.ts';
import { runSummary } from '../trees/runSummary.ts';
import { interruptedWords, type InterruptedImport } from './interruptedWords.ts';
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
    // Made when a database was opened, and so after word of that.
    this.databaseChanged();
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
      const { store } = database;
      const outline = store.outline();
      const imports = runIds.map((runId) => ({
        runId,
        name: store.run(runId)?.name ?? '',
        transcripts: runSummary(outline, [runId]).transcripts,
      }));
      // A run that was only begun has nothing that a tree could show.
      const empty = imports.filter(({ transcripts }) => transcripts === 0);
      if (empty.length > 0) {
        await this.session.write((open) => open.deleteRuns(empty.map(({ runId }) => runId)));
      }
      this.session.runsChanged();
      const begun = imports.filter(({ transcripts }) => transcripts > 0);
      if (begun.length === 0) void vscode.window.showWarningMessage(plainMessage(interruptedWords(empty)));
      else await ask(begun);
    } catch (error) {
      reportError('Looking for interrupted imports', error);
    }
  }
}

async function ask(imports: readonly InterruptedImport[]): Promise<void> {
  const choice = await vscode.window.showWarningMessage(
    plainMessage(interruptedWords(imports)),
    'Go On',
    'Keep',
    'Delete',
  );
  const runIds = imports.map(({ runId }) => runId);
  if (choice === 'Go On')
    await vscode.commands.executeCommand('transcriptAuditor.continueImport', { runIds });
  if (choice === 'Delete')
    await vscode.commands.executeCommand('transcriptAuditor.deleteRuns', { runIds, confirmed: true });
}
