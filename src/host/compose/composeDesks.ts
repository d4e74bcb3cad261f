/** The parts of the extension that activation does without: put together with the first command, database or tab. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import { keepTellingClosed } from '../blindness/closeTelling.ts';
import { Covers } from '../blindness/covers.ts';
import type { WindowBlindness } from '../blindness/windowBlindness.ts';
import { createEvalDesk } from '../evals/createEvalDesk.ts';
import { evalStatusBar } from '../evals/evalStatusBar.ts';
import { InterruptedLaunches } from '../evals/interruptedLaunches.ts';
import type { FindingsDesk } from '../findings/findingsDesk.ts';
import type { Host } from '../hostContext.ts';
import { createImportContext } from '../import/createImportContext.ts';
import { LabelDesk } from '../labelling/labelDesk.ts';
import type { LabellingSettings } from '../labelling/labellingSettings.ts';
import { runPanels } from '../runPage/createRunPanels.ts';
import { InterruptedImports } from '../session/interruptedImports.ts';
import { createQueueContext } from '../queues/createQueueContext.ts';
import type { QueueDesk } from '../queues/queueDesk.ts';
import { queueStatusBar } from '../queues/queueStatusBar.ts';
import type { QueuesView } from '../queues/queuesView.ts';
import { summaryDocuments } from '../queues/summaryDocuments.ts';
import type { Session } from '../session/session.ts';
import { watchSchemeFiles } from '../schemes/watchSchemeFiles.ts';
import { LabelSharing } from '../sharing/labelSharing.ts';
import { offerSharing } from '../sharing/offerSharing.ts';
import { sharingContext } from '../sharing/sharingContext.ts';
import { editDocuments } from '../transcript/editDocuments.ts';
import type { LastTranscript } from '../transcript/lastTranscript.ts';
import { offerLastTranscript } from '../transcript/offerLast.ts';
import { copyToClipboard, panelHost, type PanelServices } from '../transcript/panelServices.ts';
import { QueueWork } from '../transcript/queueWork.ts';
import { TranscriptReader } from '../transcript/reader.ts';
import { TranscriptPanels } from '../transcript/transcriptPanels.ts';
import type { Trees } from '../trees/trees.ts';
import { Watches } from '../watch/watches.ts';
import { exportContext } from './exports.ts';

/** What was there before. */
export interface ActivationParts {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  readonly settings: LabellingSettings;
  readonly lastTranscript: LastTranscript;
  readonly trees: Trees;
  readonly findings: FindingsDesk;
  readonly queues: QueueDesk;
  readonly queuesView: QueuesView;
  readonly blindness: WindowBlindness;
}

export interface Desks extends vscode.Disposable {
  readonly host: Host;
}

export function composeDesks(parts: ActivationParts): Desks {
  const { context, session, settings, lastTranscript, trees, findings, queues, queuesView, blindness } =
    parts;
  const { checks } = findings;
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
    further: () => settings.furtherSchemes(),
  });
  const open = () => queues.open;
  const covers = new Covers({
    store,
    open,
    hidesJudge: () => settings.hidesJudge,
    metrics: () => settings.furtherSchemes().flatMap(({ metric }) => metric ?? []),
    knownAnnotator: () => settings.annotator.known(),
    conditionInferable: async (transcriptId, masks, runNames) =>
      (await session.openOrCreate()).worker.run('conditionInferable', { transcriptId, masks, runNames }),
  });
  const work = new QueueWork(store, open);
  const reader = new TranscriptReader({ store, desk, covers, work }, trees.order);
  const services: PanelServices = {
    context,
    session,
    settings,
    desk,
    reader,
    covers,
    work,
    queues: () => queues,
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
    onDidHide: blindness.onDidChange,
  });
  const evals = createEvalDesk(context, session, trees, checks);
  const pages = runPanels(context.extensionUri, session, evals);
  const { annotator } = settings;
  const sharing = new LabelSharing({ context, session, annotator });
  const host: Host = {
    context,
    covers,
    work,
    blindness,
    trees,
    imports,
    watches,
    sharing: sharingContext(session, annotator, sharing),
    exports: exportContext(session, toolOf(context)),
    session,
    findings,
    queues: createQueueContext(session, settings, queues, queuesView, trees),
    evals,
    runPanels: pages,
    desk,
    reader,
    panels,
    lastTranscript,
    scheme: () => settings.activeScheme(),
    schemesChanged: () => settings.schemesChanged(),
    copy: (transcriptId, as) => copyToClipboard(services, transcriptId, as),
  };
  const all = vscode.Disposable.from(
    session.onDidChange((change) => {
      if (change.kind === 'database') covers.forget();
      panels.storeChanged(change);
    }),
    queues.onDidChange(() => panels.queueChanged()),
    keepTellingClosed(blindness),
    settings.onDidChange(() => panels.settingsChanged()),
    watchSchemeFiles(() => settings.schemesChanged()),
    editDocuments(),
    summaryDocuments(blindness),
    queueStatusBar(queues, () => session.database?.store, session.onDidChange),
    evalStatusBar(evals.launches, blindness.onDidChange),
    pages,
    watches,
    sharing,
    offerSharing({ context, session, annotator }),
    evals.launches,
    new InterruptedImports(session),
    new InterruptedLaunches(session, context.workspaceState),
    offerLastTranscript(lastTranscript),
    panels,
  );
  return { host, dispose: () => void all.dispose() };
}

/** What reports say they were made with. */
function toolOf({ extension }: vscode.ExtensionContext): { name: string; version: string } {
  const { displayName, version } = extension.packageJSON as { displayName: string; version: string };
  return { name: displayName, version };
}
