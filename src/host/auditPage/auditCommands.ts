/** Opening the page of agreement and corrected rates, and its figures for scripts. */
import { AuditError } from '../../core/errors.ts';
import type { AuditSelection, AuditView } from '../../protocol/auditPage.ts';
import type { Command } from '../commands/command.ts';
import type { Host } from '../hostContext.ts';
import { isElement, runIdsOf } from '../trees/treeTargets.ts';
import { auditPageOf } from './createAuditPage.ts';
import { selectionOf } from './selectionSchema.ts';

/** What a menu's element, the selection of the Runs view, or an argument names; all runs where nothing is named. */
function selectionMeant(host: Host, argument: unknown, selected: unknown): AuditSelection {
  if (isElement(argument)) return selectionOf({}, runIdsOf(host.trees, argument, selected));
  if (isQueueElement(argument)) return selectionOf({ queueId: argument.queueId }, []);
  const fields = (argument ?? {}) as { runId?: unknown; runIds?: unknown; studyId?: unknown };
  const named = fields.runId ?? fields.runIds ?? fields.studyId;
  if (named != null) return selectionOf(argument, runIdsOf(host.trees, argument, selected));
  return selectionOf(argument, argument === undefined ? selectedRuns(host) : []);
}

/** From the palette: the runs selected in the Runs view where whole runs are; without a selection that of the transcript before one; else all. */
function selectedRuns(host: Host): readonly number[] {
  try {
    return host.trees.runs.selection.length === 0
      ? shownRun(host)
      : runIdsOf(host.trees, undefined, undefined);
  } catch (error) {
    if (error instanceof AuditError) return [];
    throw error;
  }
}

function shownRun({ panels, trees }: Host): readonly number[] {
  const { current } = panels;
  if (current?.panel.active !== true || current.transcriptId === undefined) return [];
  const row = trees.context.store()?.transcriptRow(current.transcriptId);
  return row === undefined ? [] : [row.runId];
}

function isQueueElement(argument: unknown): argument is { readonly queueId: number } {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'kind' in argument &&
    (argument.kind === 'queue' || argument.kind === 'queue-range' || argument.kind === 'queue-item') &&
    'queueId' in argument &&
    typeof argument.queueId === 'number'
  );
}

async function figures(host: Host, selection: AuditSelection): Promise<AuditView | undefined> {
  const database = await host.session.openExisting();
  return database?.worker.run('auditFigures', selection);
}

export const auditCommands: readonly Command<Host>[] = [
  {
    id: 'transcriptAuditor.showAgreement',
    title: 'Show Agreement and Corrected Rates',
    run: async (host, argument, selected) => {
      await host.session.openExisting();
      const selection = selectionMeant(host, argument, selected);
      auditPageOf(host).open(selection);
      return selection;
    },
  },
  {
    id: 'transcriptAuditor.agreementFigures',
    title: 'Read Agreement and Corrected Rates',
    run: async (host, argument, selected) => {
      await host.session.openExisting();
      return figures(host, selectionMeant(host, argument, selected));
    },
  },
];
