/** Importing transcripts and correcting runs by command; arguments stand in for every dialog (docs/commands.md). */
import type { Command } from '../commands/command.ts';
import { continueImport } from './continueImport.ts';
import { editStudy } from './editStudy.ts';
import type { ImportContext } from './importContext.ts';
import { parseImportArguments } from './importRequest.ts';
import { importTranscripts } from './importTranscripts.ts';

/** The rows for the command table; `contextOf` narrows the host to what these commands need. */
export function importCommands<Host>(contextOf: (host: Host) => ImportContext): readonly Command<Host>[] {
  return [
    {
      id: 'transcriptAuditor.import',
      title: 'Import Transcripts…',
      run: (host, ...args) => importTranscripts(contextOf(host), parseImportArguments(args)),
    },
    {
      id: 'transcriptAuditor.continueImport',
      title: 'Go On with Import',
      run: (host, argument) => continueImport(contextOf(host), argument),
    },
    {
      id: 'transcriptAuditor.editStudy',
      title: 'Correct Names of Runs…',
      run: (host, argument) => editStudy(contextOf(host), argument),
    },
  ];
}
