/** Puts the extension together. Touches neither disk nor database: both wait for the first view or command. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import { registerCommands } from '../commands/registerCommands.ts';
import { createEvalDesk } from '../evals/createEvalDesk.ts';
import { evalStatusBar } from '../evals/evalStatusBar.ts';
import { InterruptedLaunches } from '../evals/interruptedLaunches.ts';
import { createImportContext } from '../import/createImportContext.ts';
import { Trees } from '../trees/trees.ts';
import { exportContext, treeContext } from './contexts.ts';
import { FindingChecks } from '../findings/findingChecks.ts';
import { FindingsDesk, findingsState } from '../findings/findingsDesk.ts';
import type { Host } from '../hostContext.ts';
import { LabelDesk } from '../labelling/labelDesk.ts';
import { LabellingSettings } from '../labelling/labellingSettings.ts';
import { LinkHandler } from '../links.ts';
import { runPanels } from '../runPage/createRunPanels.ts';
import { InterruptedImports } from '../session/interruptedImports.ts';
import { Session } from '../session/session.ts';
import { suiteLanguage } from '../suites/suiteLanguage.ts';
import { editDocuments } from '../transcript/editDocuments.ts';
import { LastTranscript } from '../transcript/lastTranscript.ts';
import { offerLastTranscript } from '../transcript/offerLast.ts';
import { copyToClipboard, panelHost, type PanelServices } from '../transcript/panelServices.ts';
import { TranscriptReader } from '../transcript/reader.ts';
import { TranscriptPanels } from '../transcript/transcriptPanels.ts';
import { Watches } from '../watch/watches.ts';

export function composeHost(context: vscode.ExtensionContext): vscode.Disposable {
  const session = new Session(context);
  const checks = new FindingChecks(session);
  const found = findingsState(session);
  const settings = new LabellingSettings(context);
  const lastTranscript = new LastTranscript(context.workspaceState);
  const store = () => {
    if (session.database === undefined) throw new AuditError('not-found', 'No database is open.');
    return session.database.store;
  };
  const desk = new LabelDesk({
    store,
    write: (operation) => session.write(operation),
    annotator: () => settings.annotator.name(),
    knownAnnotator: () => settings.annotator.known(),
    scheme: () => settings.activeScheme(),
  });
  const trees = new Trees(
    treeContext(
      context.workspaceState,
      session,
      settings,
      { checks, state: found },
      () => host.panels.current?.transcriptId,
    ),
  );
  const findings = new FindingsDesk({ session, settings, checks, state: found, trees });
  const reader = new TranscriptReader(store, desk, trees.order);
  const services: PanelServices = {
    context,
    session,
    settings,
    desk,
    reader,
    lastTranscript,
    findingOrder: (findingId) => findings.order(findingId),
    onShown: (transcriptId, findingId) => {
      trees.follow(transcriptId);
      findings.shown(transcriptId, findingId);
    },
    openToSide: (transcriptId) => panels.open(transcriptId, { toSide: true }),
    openFinding: async (findingId) => {
      await vscode.commands.executeCommand('transcriptAuditor.showFinding', { findingId });
    },
  };
  const panels = new TranscriptPanels(panelHost(services));
  const imports = createImportContext({
    session,
    extensionUri: context.extensionUri,
    reveal: (target) => vscode.commands.executeCommand('transcriptAuditor.revealInTree', target),
    checkFindings: (runIds) => checks.check(runIds),
  });
  const watches = new Watches({
    state: context.workspaceState,
    imports,
    search: async (root, since, signal) =>
      (await session.openOrCreate()).worker.run('folderNews', { root, since }, { signal }),
  });
  const evals = createEvalDesk(context, session, trees, checks);
  const pages = runPanels(context.extensionUri, session, evals);
  const host: Host = {
    context,
    trees,
    imports,
    watches,
    exports: exportContext(session, toolOf(context)),
    session,
    findings,
    evals,
    runPanels: pages,
    desk,
    reader,
    panels,
    lastTranscript,
    scheme: () => settings.activeScheme(),
    copy: (transcriptId, as) => copyToClipboard(services, transcriptId, as),
  };
  return vscode.Disposable.from(
    registerCommands(host),
    vscode.window.registerUriHandler(
      new LinkHandler(async (key) =>
        vscode.commands.executeCommand('transcriptAuditor.openTranscript', { key }),
      ),
    ),
    session.onDidChange((change) => panels.storeChanged(change)),
    settings.onDidChange(() => panels.settingsChanged()),
    editDocuments(),
    evalStatusBar(evals.launches),
    suiteLanguage(context.extensionUri),
    pages,
    findings,
    checks,
    watches,
    evals.launches,
    new InterruptedImports(session),
    new InterruptedLaunches(session, context.workspaceState),
    offerLastTranscript(lastTranscript),
    panels,
    trees,
    settings,
    session,
  );
}

/** What reports say they were made with. */
function toolOf({ extension }: vscode.ExtensionContext): { name: string; version: string } {
  const { displayName, version } = extension.packageJSON as { displayName: string; version: string };
  return { name: displayName, version };
}
