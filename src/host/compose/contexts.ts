/** Gives trees and export what they need of the session and the worker. */
import { parseMapping } from '../import/rememberedMapping.ts';
import * as vscode from 'vscode';
import type { WorkerClient } from '../worker/workerClient.ts';
import { reportError } from '../commands/errorEdge.ts';
import type { ExportContext } from '../exports/exportContext.ts';
import { vscodeExportUi } from '../exports/vscodeExportUi.ts';
import type { FindingChecks } from '../findings/findingChecks.ts';
import type { FindingsState } from '../findings/findingsState.ts';
import type { LabellingSettings } from '../labelling/labellingSettings.ts';
import type { Session } from '../session/session.ts';
import { remarkLines } from '../trees/remarkLines.ts';
import type { TreeContext } from '../trees/treeContext.ts';

/** What takes a moment to start: the worker of the open database, made with it. */
async function workerOf(session: Session): Promise<WorkerClient> {
  return (await session.openOrCreate()).worker;
}

export function treeContext(
  memory: vscode.Memento,
  session: Session,
  settings: LabellingSettings,
  findings: { readonly checks: FindingChecks; readonly state: FindingsState },
  openTranscriptId: () => number | undefined,
): TreeContext {
  return {
    memory,
    store: () => session.database?.store,
    problem: () => session.problem,
    open: async () => (await session.openExisting())?.store,
    write: (operation) => session.write(operation),
    runsChanged: () => session.runsChanged(),
    knownAnnotator: () => settings.annotator.known(),
    tasks: {
      search: async (text) => (await workerOf(session)).run('search', { text }),
      leafRanges: async (query) => (await workerOf(session)).run('leafRanges', query),
      remarks: async (runId) =>
        (await (await workerOf(session)).run('runRemarks', { runIds: [runId] })).flatMap(remarkLines),
      applyRule: async (runIds, rule) => {
        const looked = await (await workerOf(session)).run('applyRule', { runIds, rule });
        // What was found under the other rule speaks of other numbers.
        void findings.checks.check(runIds);
        return looked;
      },
    },
    findings: {
      ofRun: (runId) => findings.state.graveOf(runId),
      ofTranscript: (transcriptId) => findings.state.ofTranscript(transcriptId),
    },
    onDidChange: session.onDidChange,
    importFiles: async (uris) => vscode.commands.executeCommand('transcriptAuditor.import', { uris }),
    openTranscriptId,
    report: reportError,
  };
}

export function exportContext(session: Session, tool: { name: string; version: string }): ExportContext {
  return {
    ui: vscodeExportUi,
    tasks: {
      exportLabels: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportLabels', request, { signal, onProgress }),
      exportTranscripts: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportTranscripts', request, { signal, onProgress }),
      exportEditedSource: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportEditedSource', request, { signal, onProgress }),
      writeReport: async (request, signal) =>
        (await workerOf(session)).run('writeReport', { ...request, tool }, { signal }),
      mergeLabels: async (path, signal, onProgress) =>
        (await workerOf(session)).run('mergeLabels', { path }, { signal, onProgress }),
    },
    runName: (runId) => session.database?.store.run(runId)?.name,
    sourcePath: (runId) => session.database?.store.run(runId)?.files[0]?.path,
    runsOfStudy: (studyId) => {
      const arms = session.database?.store.outline().arms ?? [];
      return [...new Set(arms.filter((arm) => arm.studyId === studyId).map((arm) => arm.runId))];
    },
    mappings: {
      all: () =>
        (session.database?.store.rememberedMappings() ?? []).flatMap(({ headerShape, mapping }) => {
          const roles = parseMapping(mapping);
          return roles === undefined ? [] : [{ headerShape, roles }];
        }),
      remember: async (mappings) => {
        await session.openOrCreate();
        for (const { headerShape, roles } of mappings) {
          await session.write((store) => store.rememberMapping(headerShape, JSON.stringify(roles)));
        }
      },
    },
    labelsMerged: () => session.labelsMerged(),
  };
}
