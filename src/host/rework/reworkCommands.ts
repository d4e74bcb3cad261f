/** Reading runs anew without importing them: conditions from their texts, reasoning apart from answers. Labels stay. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import {
  conditionPatternProblem,
  type ConditionPattern,
  type ConditionPlace,
} from '../../core/conditionPattern.ts';
import { AuditError } from '../../core/errors.ts';
import type { Command } from '../commands/command.ts';
import type { Host } from '../hostContext.ts';
import { runIdsOf } from '../trees/treeTargets.ts';

const place = v.variant('kind', [
  v.object({ kind: v.picklist(['prompt', 'system', 'user', 'probe']) }),
  v.object({ kind: v.literal('metadata'), field: v.string() }),
]);
const patternArgument = v.object({
  place,
  pattern: v.string(),
  matched: v.optional(v.string(), ''),
  unmatched: v.optional(v.nullable(v.string()), null),
});

const PLACES: readonly { readonly label: string; readonly place: ConditionPlace }[] = [
  { label: 'The prompt', place: { kind: 'prompt' } },
  { label: 'System prompts', place: { kind: 'system' } },
  { label: 'All user turns', place: { kind: 'user' } },
  { label: 'The probe’s name', place: { kind: 'probe' } },
];

async function askForPattern(): Promise<ConditionPattern | undefined> {
  const where = await vscode.window.showQuickPick(PLACES, { placeHolder: 'Where does the condition show?' });
  if (where === undefined) return undefined;
  const pattern = await vscode.window.showInputBox({
    title: 'Derive Condition',
    prompt:
      'Text to look for, or /regular expression/ whose first group names the condition. Empty takes the whole text.',
  });
  if (pattern === undefined) return undefined;
  const matched = await vscode.window.showInputBox({
    title: 'Derive Condition',
    prompt: 'Name of the condition where it is found (unless a group names it)',
    value: 'with trigger',
  });
  if (matched === undefined) return undefined;
  const unmatched = await vscode.window.showInputBox({
    title: 'Derive Condition',
    prompt: 'Name of the condition of the others. Empty means not known.',
    value: 'without trigger',
  });
  return unmatched === undefined ? undefined : { place: where.place, pattern, matched, unmatched };
}

/** Runs a task of the worker over the runs that a command is about, with progress; the transcripts changed. */
async function rework(
  host: Host,
  title: string,
  work: (worker: Awaited<ReturnType<Host['session']['openOrCreate']>>['worker']) => Promise<number>,
): Promise<number> {
  const { worker } = await host.session.openOrCreate();
  const changed = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title },
    () => work(worker),
  );
  host.session.runsChanged();
  return changed;
}

export const reworkCommands: readonly Command<Host>[] = [
  {
    id: 'transcriptAuditor.deriveCondition',
    title: 'Derive Condition…',
    run: async (host, argument, selected) => {
      await host.session.openExisting();
      const runIds = runIdsOf(host.trees, argument, selected);
      const given = v.safeParse(patternArgument, argument);
      const pattern = given.success ? given.output : await askForPattern();
      if (pattern === undefined) return undefined;
      const problem = conditionPatternProblem(pattern);
      if (problem !== undefined) throw new AuditError('bad-input', problem);
      return rework(host, 'Deriving conditions', (worker) =>
        worker.run('deriveCondition', { runIds, ...pattern }),
      );
    },
  },
  {
    id: 'transcriptAuditor.resplitReasoning',
    title: 'Tell Reasoning from Answers Anew',
    run: async (host, argument, selected) => {
      await host.session.openExisting();
      const runIds = runIdsOf(host.trees, argument, selected);
      return rework(host, 'Telling reasoning from answers', (worker) =>
        worker.run('resplitReasoning', { runIds }),
      );
    },
  },
];
