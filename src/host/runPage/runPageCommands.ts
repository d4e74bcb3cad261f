/** Opening a run's page, and its figures for scripts. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { Command } from '../commands/command.ts';
import { runArgument } from '../evals/evalArguments.ts';
import type { Host } from '../hostContext.ts';
import { attachMetrics } from './attachMetrics.ts';

async function runMeant(host: Host, argument: unknown, title: string): Promise<number | undefined> {
  const given = runArgument(argument, host.trees);
  if (given !== undefined) return given;
  const [running] = host.evals.launches.all.flatMap(({ progress }) => progress ?? []);
  if (running !== undefined) return running.runId;
  const database = await host.session.openExisting();
  const runs = new Map((database?.store.outline().arms ?? []).map((arm) => [arm.runId, arm.runName]));
  if (runs.size === 0)
    throw new AuditError('not-found', 'There is no run yet.', 'Import or launch one first.');
  const picked = await vscode.window.showQuickPick(
    [...runs].reverse().map(([runId, label]) => ({ label, runId })),
    { title },
  );
  return picked?.runId;
}

/** An element of the tree has other fields of these names, or none. */
function optionsIn(argument: unknown): unknown {
  return typeof argument === 'object' && argument !== null && 'path' in argument && 'runId' in argument
    ? argument
    : {};
}

export const runPageCommands: readonly Command<Host>[] = [
  {
    id: 'transcriptAuditor.openRunPage',
    title: 'Open Run Page',
    run: async (host, argument) => {
      const runId = await runMeant(host, argument, 'Open Run Page');
      if (runId === undefined) return undefined;
      const database = await host.session.openExisting();
      const run = database?.store.run(runId);
      if (run === undefined) throw new AuditError('not-found', `There is no run ${runId}.`);
      host.runPanels.open(runId, run.name);
      return { runId };
    },
  },
  {
    id: 'transcriptAuditor.attachMetrics',
    title: 'Attach Fine-Tuning Metrics…',
    run: async (host, argument) => {
      const runId = await runMeant(host, argument, 'Attach Fine-Tuning Metrics');
      return runId === undefined ? undefined : attachMetrics(host, runId, optionsIn(argument));
    },
  },
  {
    id: 'transcriptAuditor.runFigures',
    title: 'Read Run Figures',
    run: async (host, argument) => {
      const runId = await runMeant(host, argument, 'Read Run Figures');
      const database = await host.session.openExisting();
      if (runId === undefined || database === undefined) return undefined;
      return {
        report: await database.worker.run('runReport', { runId }),
        headlines: (await database.worker.run('headlines', { runId })).figures,
      };
    },
  },
];
