/** Grouping, filtering, refreshing and finding in the runs tree. */
import { NO_FILTER, type OutlineFilter } from '../../analysis/outline/filter.ts';
import type { Grouping } from '../../analysis/outline/levels.ts';
import type { Command } from '../commands/command.ts';
import { askForFilter } from './askForFilter.ts';
import { filterFrom } from './filterArguments.ts';
import type { TreeHost } from './treeHost.ts';
import type { TreeElement } from './treeElements.ts';
import { idsOf, isElement } from './treeTargets.ts';

/** What `filter` and `clearFilter` answer: how many transcripts are shown, of how many, by which filter. */
export interface FilterOutcome {
  readonly filter: OutlineFilter;
  readonly shown: number;
  readonly of: number;
}

function outcome({ trees }: TreeHost): FilterOutcome {
  const drawn = trees.runs.state.draw();
  const { filter } = trees.runs.state;
  if (drawn === undefined) return { filter, shown: 0, of: 0 };
  const of = drawn.tree.table.leaves.reduce(
    (sum, leaf) => leaf.cells.reduce((n, cell) => n + cell.n, sum),
    0,
  );
  return { filter, shown: drawn.tree.total().total, of };
}

function groupBy(id: Command['id'], title: string, grouping: Exclude<Grouping, 'probes'>): Command<TreeHost> {
  return {
    id,
    title,
    run: async ({ trees }) => {
      await trees.group(grouping);
      return grouping;
    },
  };
}

async function filter(host: TreeHost, argument: unknown): Promise<FilterOutcome> {
  await host.trees.context.open();
  const rules = host.trees.runs.state.draw()?.tree.table.rules.values() ?? [];
  const given = filterFrom(argument, [...rules]);
  if (given === undefined) await askForFilter(host);
  else await host.trees.filter(given);
  return outcome(host);
}

/** Selects a transcript, run or study in the runs tree; false when it isn't there or the filter hides it. */
async function reveal({ trees }: TreeHost, argument: unknown): Promise<boolean> {
  await trees.context.open();
  const target = isElement(argument) ? { transcriptId: transcriptOf(argument) } : idsOf(argument);
  const { runId = target.runIds?.[0], studyId } = target;
  const transcriptId = target.transcriptId ?? trees.context.openTranscriptId();
  // A transcript in the findings view carries its run along.
  const named = target.transcriptId === undefined && (runId !== undefined || typeof studyId === 'number');
  if (!named && transcriptId === undefined) return false;
  const find = async (): Promise<TreeElement | undefined> => {
    if (transcriptId !== undefined && !named) return trees.runs.provider.ofTranscript(transcriptId);
    return trees.runs.provider.ofRun(typeof studyId === 'number' ? { studyId } : { runId: runId ?? 0 });
  };
  if (await trees.runs.reveal(find)) return true;
  if (!trees.runs.state.isFiltering) return false;
  void trees.ui.tell('The filter of the Runs view hides it.', 'Clear Filter').then(async (action) => {
    if (action === undefined) return;
    await trees.filter(NO_FILTER);
    await trees.runs.reveal(find);
  });
  return false;
}

function transcriptOf(argument: unknown): number | undefined {
  return isElement(argument) && argument.kind === 'transcript' ? argument.transcriptId : undefined;
}

export const viewCommands: readonly Command<TreeHost>[] = [
  groupBy('transcriptAuditor.groupByRun', 'Group by Study and Run', 'by-run'),
  groupBy('transcriptAuditor.groupByProbe', 'Group by Probe', 'by-probe'),
  groupBy('transcriptAuditor.groupByVerdict', 'Group by Verdict', 'by-verdict'),
  { id: 'transcriptAuditor.filter', title: 'Filter Transcripts…', run: filter },
  {
    id: 'transcriptAuditor.clearFilter',
    title: 'Clear Filter',
    run: async (host) => {
      await host.trees.filter(NO_FILTER);
      return outcome(host);
    },
  },
  { id: 'transcriptAuditor.refresh', title: 'Refresh', run: ({ trees }) => trees.reload() },
  { id: 'transcriptAuditor.revealInTree', title: 'Reveal in Runs View', run: reveal },
];
