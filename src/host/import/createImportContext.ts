import * as vscode from 'vscode';
import type { Session } from '../session/session.ts';
import type { ImportContext } from './importContext.ts';
import { vscodeImportUi } from './vscodeImportUi.ts';
import { workerImportTasks } from './workerImportTasks.ts';

/** Puts the import together from the session. One for each window: imports of one context wait for each other. */
export function createImportContext(parts: {
  readonly session: Session;
  readonly extensionUri: vscode.Uri;
  readonly reveal: ImportContext['reveal'];
  readonly checkFindings: NonNullable<ImportContext['checkFindings']>;
}): ImportContext {
  const { session, extensionUri, reveal, checkFindings } = parts;
  return {
    ui: vscodeImportUi(extensionUri),
    open: async () => {
      const { store, worker } = await session.openOrCreate();
      return { store, tasks: workerImportTasks(worker) };
    },
    write: (operation) => session.write(operation),
    runsChanged: () => session.runsChanged(),
    reveal,
    checkFindings,
    showProblems: (runId) => vscode.commands.executeCommand('transcriptAuditor.showProblems', { runId }),
  };
}
