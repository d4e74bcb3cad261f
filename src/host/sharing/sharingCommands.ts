/** The commands of sharing; arguments stand in for every question (docs/commands.md). */
import * as v from 'valibot';
import type { Command } from '../commands/command.ts';
import { argumentsOf, filesMeant } from '../exports/commandArguments.ts';
import { compareAnnotators } from './compareAnnotators.ts';
import { importColleague } from './importColleague.ts';
import { shareLabels, stopSharing, syncSharedLabels } from './shareCommand.ts';
import type { SharingContext } from './sharingContext.ts';

const folderArguments = v.object({ folder: v.optional(v.pipe(v.string(), v.minLength(1))) });
const colleagueArguments = v.object({
  confirmed: v.optional(v.boolean()),
  preview: v.optional(v.boolean()),
});
const compareArguments = v.object({
  annotators: v.optional(v.array(v.string())),
  open: v.optional(v.boolean()),
});

/** The rows for the command table; `contextOf` narrows the host to what these commands need. */
export function sharingCommands<Host>(contextOf: (host: Host) => SharingContext): readonly Command<Host>[] {
  return [
    {
      id: 'transcriptAuditor.shareLabels',
      title: 'Share Labels in This Folder…',
      run: (host, argument, selection) => {
        // A folder clicked in the explorer, or the argument's.
        const [clicked] = filesMeant(argument, selection) ?? [];
        return shareLabels(contextOf(host), clicked ?? argumentsOf(folderArguments, argument).folder);
      },
    },
    {
      id: 'transcriptAuditor.stopSharingLabels',
      title: 'Stop Sharing Labels',
      run: (host) => stopSharing(contextOf(host)),
    },
    {
      id: 'transcriptAuditor.syncSharedLabels',
      title: 'Look for Shared Labels Now',
      run: (host) => syncSharedLabels(contextOf(host)),
    },
    {
      id: 'transcriptAuditor.importColleagueLabels',
      title: 'Import Colleague’s Labels…',
      run: (host, argument, selection) =>
        importColleague(contextOf(host), {
          ...argumentsOf(colleagueArguments, argument),
          paths: filesMeant(argument, selection),
        }),
    },
    {
      id: 'transcriptAuditor.compareAnnotators',
      title: 'Compare Annotators…',
      run: (host, argument) => compareAnnotators(contextOf(host), argumentsOf(compareArguments, argument)),
    },
  ];
}
