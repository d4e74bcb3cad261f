/** Puts launching together from the session, the settings and the secret storage. */
import * as vscode from 'vscode';
import { createKeyStore } from '../endpoints/endpointKeys.ts';
import { readEndpoints } from '../endpoints/endpointSettings.ts';
import type { FindingChecks } from '../findings/findingChecks.ts';
import type { Session } from '../session/session.ts';
import type { Trees } from '../trees/trees.ts';
import { createEvalTasks } from '../worker/evalClient.ts';
import type { EvalDesk } from './evalCommands.ts';
import type { EvalContext } from './evalContext.ts';
import type { RememberedLaunch } from './evalFlow.ts';
import { LaunchDesk } from './launchDesk.ts';
import { RunningLaunches } from './runningLaunches.ts';
import { suiteSource } from './suiteSource.ts';

const MEMORY = 'transcriptAuditor.launches';

export function createEvalDesk(
  context: vscode.ExtensionContext,
  session: Session,
  trees: Trees,
  findings: FindingChecks,
): EvalDesk {
  const { secrets, workspaceState } = context;
  const keys = createKeyStore(secrets, process.env);
  const open: EvalContext['open'] = async () => {
    const { store, evals } = await session.openOrCreate();
    return { store, tasks: createEvalTasks(evals, store) };
  };
  const evalContext: EvalContext = {
    suites: suiteSource(context, session),
    keys,
    // Only this machine's own settings: a workspace must not be able to redirect a key.
    endpoints: () =>
      readEndpoints(
        vscode.workspace.getConfiguration('transcriptAuditor').inspect<unknown>('endpoints')?.globalValue,
      ),
    trusted: () => vscode.workspace.isTrusted,
    models: async (endpoint) => {
      const { tasks } = await open();
      return tasks.listModels(await keys.resolve(endpoint), new AbortController().signal);
    },
    open,
    runsChanged: () => session.runsChanged(),
    checkFindings: (runId, landing) => {
      if (landing) findings.checkNowAndThen(runId);
      else void findings.check([runId]);
    },
  };
  const launches = new RunningLaunches();
  return {
    context: evalContext,
    trees,
    launches,
    desk: new LaunchDesk(evalContext, launches),
    memory: {
      get: (suite) => workspaceState.get<Readonly<Record<string, RememberedLaunch>>>(MEMORY, {})[suite],
      set: (suite, choices) =>
        void workspaceState.update(MEMORY, { ...workspaceState.get<object>(MEMORY, {}), [suite]: choices }),
    },
  };
}
