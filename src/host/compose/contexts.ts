/** Gives trees, import and export what they need of the session and the worker. */
import * as vscode from 'vscode';
import type { WorkerClient } from '../worker/workerClient.ts';
import { reportError } from '../commands/errorEdge.ts';
import type { ExportContext } from '../exports/exportContext.ts';
import { vscodeExportUi } from '../exports/vscodeExportUi.ts';
import type { ImportContext } from '../import/importContext.ts';
import { vscodeImportUi } from '../import/vscodeImportUi.ts';
import type { LabellingSettings } from '../labelling/labellingSettings.ts';
import { log } from '../log.ts';
import type { Session } from '../session/session.ts';
import type { TreeContext } from '../trees/treeContext.ts';

/** What takes a moment to start: the worker of the open database, made with it. */
async function workerOf(session: Session): Promise<WorkerClient> {
  return (await session.openOrCreate()).worker;
}

export function treeContext(
  session: Session,
  settings: LabellingSettings,
  openTranscriptId: () => number | undefined,
): TreeContext {
  return {
    store: () => session.database?.store,
    open: async () => (await session.openExisting())?.store,
    write: (operation) => session.write(operation),
    runsChanged: () => session.runsChanged(),
    knownAnnotator: () => settings.annotator.known(),
    tasks: {
      search: async (text) => (await workerOf(session)).run('search', { text }),
      leafRanges: async (query) => (await workerOf(session)).run('leafRanges', query),
      applyRule: async (runIds, rule) => (await workerOf(session)).run('applyRule', { runIds, rule }),
    },
    onDidChange: session.onDidChange,
    importFiles: async (uris) => vscode.commands.executeCommand('transcriptAuditor.import', { uris }),
    openTranscriptId,
    report: reportError,
  };
}

export function importContext(session: Session): ImportContext {
  return {
    ui: vscodeImportUi,
    open: async () => {
      const { store, worker } = await session.openOrCreate();
      return {
        store,
        tasks: {
          recognise: (paths, signal, onProgress) =>
            worker.run('recognise', { paths }, { signal, onProgress }),
          import: (plan, signal, onProgress) => worker.run('import', plan, { signal, onProgress }),
        },
      };
    },
    write: (operation) => session.write(operation),
    runsChanged: () => session.runsChanged(),
    reveal: (target) => vscode.commands.executeCommand('transcriptAuditor.revealInTree', target),
    showProblems: (runId) => vscode.commands.executeCommand('transcriptAuditor.showProblems', { runId }),
    warn: (message, error) => log().warn(message, error ?? ''),
  };
}

export function exportContext(session: Session): ExportContext {
  return {
    ui: vscodeExportUi,
    tasks: {
      exportLabels: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportLabels', request, { signal, onProgress }),
      exportTranscripts: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportTranscripts', request, { signal, onProgress }),
      mergeLabels: async (path, signal, onProgress) =>
        (await workerOf(session)).run('mergeLabels', { path }, { signal, onProgress }),
    },
    runName: (runId) => session.database?.store.run(runId)?.name,
    labelsMerged: () => session.labelsMerged(),
  };
}
