/**
 * Puts together what VS Code must know at activation: commands, trees, and who restores tabs. Everything else is made by
 * `composeDesks.ts`, on first use. Touches neither disk nor database: both wait for the first view or command.
 */
import * as vscode from 'vscode';
import { armNames } from '../blindness/armNames.ts';
import { WindowBlindness } from '../blindness/windowBlindness.ts';
import { reportError } from '../commands/errorEdge.ts';
import { registerCommands, type ContributedCommand } from '../commands/registerCommands.ts';
import { FindingChecks } from '../findings/findingChecks.ts';
import { FindingsDesk, findingsState } from '../findings/findingsDesk.ts';
import { LabellingSettings } from '../labelling/labellingSettings.ts';
import { lazily, type Lazily } from '../lazily.ts';
import { LinkHandler } from '../links.ts';
import { log } from '../log.ts';
import { QueuesView } from '../queues/queuesView.ts';
import { WindowQueues } from '../queues/windowQueues.ts';
import { SCHEME_VIEW_TYPE } from '../schemes/viewType.ts';
import { Session } from '../session/session.ts';
import { suitesWhenOpened } from '../suites/suitesWhenOpened.ts';
import { LastTranscript } from '../transcript/lastTranscript.ts';
import { TRANSCRIPT_VIEW_TYPE } from '../transcript/viewType.ts';
import { Trees } from '../trees/trees.ts';
import { WATCHED_FOLDERS } from '../watch/watchedFolders.ts';
import type { Desks } from './composeDesks.ts';
import { treeContext } from './contexts.ts';

export function composeHost(context: vscode.ExtensionContext): vscode.Disposable {
  const { workspaceState } = context;
  const session = new Session(context);
  const checks = new FindingChecks(session);
  const found = findingsState(session);
  const settings = new LabellingSettings(context);
  const lastTranscript = new LastTranscript(workspaceState);
  const blindness = new WindowBlindness();
  const queues = new WindowQueues({
    memory: workspaceState,
    store: () => session.database?.store,
    open: async () => (await session.openExisting())?.store,
    annotator: () => settings.annotator.name(),
    show: async (transcriptId, queueId, place) =>
      (await desks()).host.panels.open({ transcriptId, queue: { queueId, place } }),
    onDidChangeStore: session.onDidChange,
  });
  blindness.follow(queues, (hidden, runNames) => armNames(session.database?.store, hidden, runNames));
  const trees = new Trees(
    treeContext(
      workspaceState,
      session,
      settings,
      { checks, state: found },
      () => desks.made?.host.panels.current?.transcriptId,
      blindness,
    ),
  );
  const queuesView = new QueuesView({
    desk: queues,
    blindness,
    store: () => session.database?.store,
    open: async () => (await session.openExisting())?.store,
    knownAnnotator: () => settings.annotator.known(),
    report: reportError,
    onDidChangeStore: session.onDidChange,
  });
  const findings = new FindingsDesk({ session, settings, checks, state: found, trees, blindness });
  const desks: Lazily<Desks> = lazily(async () => {
    const { composeDesks } = await import('./composeDesks.ts');
    return composeDesks({
      context,
      session,
      settings,
      lastTranscript,
      trees,
      findings,
      queues,
      queuesView,
      blindness,
    });
  });
  const wake = (): void => {
    desks().catch((error: unknown) => log().error('loading the extension', error as Error));
  };
  const isWatching = workspaceState.get<readonly unknown[]>(WATCHED_FOLDERS, []).length > 0;
  if (isWatching || lastTranscript.wasOpen()) wake();
  return vscode.Disposable.from(
    registerCommands(contributed(context), async () => (await desks()).host),
    vscode.window.registerUriHandler(
      new LinkHandler(async (key) =>
        vscode.commands.executeCommand('transcriptAuditor.openTranscript', { key }),
      ),
    ),
    vscode.window.registerWebviewPanelSerializer(TRANSCRIPT_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => (await desks()).host.panels.deserializeWebviewPanel(panel),
    }),
    vscode.window.registerWebviewPanelSerializer(SCHEME_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state) => {
        const { schemesOf } = await import('../schemes/createSchemePanel.ts');
        const { host } = await desks();
        await session.openExisting().catch((error: unknown) => log().warn('scheme page', error));
        schemesOf(host).panel.restore(panel, state);
      },
    }),
    // Whatever looks after an open database (interrupted imports and launches) begins with it.
    session.onDidChange(wake),
    suitesWhenOpened(context.extensionUri),
    { dispose: () => void desks.made?.dispose() },
    queuesView,
    blindness,
    queues,
    findings,
    checks,
    trees,
    settings,
    session,
  );
}

function contributed({ extension }: vscode.ExtensionContext): readonly ContributedCommand[] {
  const { contributes } = extension.packageJSON as {
    contributes: { readonly commands: readonly ContributedCommand[] };
  };
  return contributes.commands;
}
