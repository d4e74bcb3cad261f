/** Gives the trees what they need of the session and the worker. */
import * as vscode from 'vscode';
import type { WorkerClient } from '../worker/workerClient.ts';
import { reportError } from '../commands/errorEdge.ts';
import type { WindowBlindness } from '../blindness/windowBlindness.ts';
import type { FindingChecks } from '../findings/findingChecks.ts';
import type { FindingsState } from '../findings/findingsState.ts';
import type { LabellingSettings } from '../labelling/labellingSettings.ts';
import type { Session } from '../session/session.ts';
import { CorrectedRates } from '../trees/correctedRates.ts';
import { remarkLines } from '../trees/remarkLines.ts';
import type { TreeContext } from '../trees/treeContext.ts';

/** What takes a moment to start: the worker of the open database, made with it. */
export async function workerOf(session: Session): Promise<WorkerClient> {
  return (await session.openOrCreate()).worker;
}

export function treeContext(
  memory: vscode.Memento,
  session: Session,
  settings: LabellingSettings,
  findings: { readonly checks: FindingChecks; readonly state: FindingsState },
  openTranscriptId: () => number | undefined,
  blindness: WindowBlindness,
): TreeContext {
  const corrected = new CorrectedRates({
    read: async () => (await session.database?.worker.run('correctedRates', {})) ?? [],
    onDidChange: session.onDidChange,
    blindness,
  });
  return {
    corrected,
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
    blindness,
    report: reportError,
  };
}
