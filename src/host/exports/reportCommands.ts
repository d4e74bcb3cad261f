/** Writing a report of runs, by command. */
import { join } from 'node:path';
import * as v from 'valibot';
import type { WrittenReport } from '../../exporters/report/writeReport.ts';
import type { Command } from '../commands/command.ts';
import { argumentsOf, runsMeant } from './commandArguments.ts';
import type { ExportContext } from './exportContext.ts';
import { fileNamePart } from './fileNames.ts';

const reportArguments = v.object({ folder: v.optional(v.string()), title: v.optional(v.string()) });

/** Writes the report's folder; undefined when the user chose no place. */
export async function writeReport(
  context: ExportContext,
  argument?: unknown,
  selection?: unknown,
): Promise<WrittenReport | undefined> {
  const given = argumentsOf(reportArguments, argument);
  const runIds = runsMeant(argument, selection, (studyId) => context.runsOfStudy(studyId));
  const { ui, tasks } = context;
  const [only] = runIds?.length === 1 ? runIds : [];
  const runName = only === undefined ? undefined : context.runName(only);
  const title = given.title ?? (runName === undefined ? 'Audit of runs' : `Audit of ${runName}`);
  const folder =
    given.folder ??
    (await ui.askWhereToSave({
      title: 'Write Report (a folder is made with this name)',
      defaultPath: join(ui.defaultFolder(), `report-${fileNamePart(runName ?? 'runs') || 'runs'}`),
      filters: { 'All files': ['*'] },
    }));
  if (folder === undefined) return undefined;
  const request = { folder, title, ...(runIds === undefined ? {} : { runIds }) };
  const written = await ui.withProgress('Writing the report', (work) =>
    tasks.writeReport(request, work.signal),
  );
  const page = join(written.folder, 'report.md');
  const answered = ui.tell(`The report is in ${written.folder}.`, 'Open');
  void answered
    .then((choice) => (choice === undefined ? undefined : ui.openFile(page)))
    .catch(() => undefined);
  return written;
}

/** The row for the command table. */
export function reportCommands<Host>(contextOf: (host: Host) => ExportContext): readonly Command<Host>[] {
  return [
    {
      id: 'transcriptAuditor.writeReport',
      title: 'Write Report…',
      run: (host, argument, selection) => writeReport(contextOf(host), argument, selection),
    },
  ];
}
