/** Writing labels back into a copy of the file they are about, by command. */
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import type { ExportResult } from '../../exporters/writeExport.ts';
import type { Command } from '../commands/command.ts';
import { argumentsOf, runsMeant } from './commandArguments.ts';
import type { ExportContext } from './exportContext.ts';
import { counted } from './mergeWords.ts';

/** The score that labels are written to unless another is named: one of its own, so that no judge's is changed unasked. */
const OWN_SCORER = 'human';

const editedArguments = v.object({
  path: v.optional(v.string()),
  annotator: v.optional(v.string()),
  scorer: v.optional(v.pipe(v.string(), v.nonEmpty())),
  values: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
});

/** Writes the copy; undefined when the user chose no place. */
export async function exportEditedSource(
  context: ExportContext,
  argument?: unknown,
  selection?: unknown,
): Promise<ExportResult | undefined> {
  const given = argumentsOf(editedArguments, argument);
  const runIds = runsMeant(argument, selection, (studyId) => context.runsOfStudy(studyId));
  const [runId] = runIds?.length === 1 ? runIds : [];
  const source = runId === undefined ? undefined : context.sourcePath(runId);
  if (runId === undefined || source === undefined) {
    throw new AuditError('bad-input', 'Choose one run whose file is to be copied.', '');
  }
  const { ui, tasks } = context;
  const stem = basename(source).replace(/\.(eval|json)$/i, '');
  const path =
    given.path ??
    (await ui.askWhereToSave({
      title: 'Write Labels into a Copy of the Source File',
      defaultPath: join(dirname(source), `${stem}-labelled.json`),
      filters: { JSON: ['json'] },
    }));
  if (path === undefined) return undefined;
  const request = {
    runId,
    path,
    scorer: given.scorer ?? OWN_SCORER,
    values: given.values ?? {},
    ...(given.annotator === undefined ? {} : { annotator: given.annotator }),
  };
  const result = await ui.withProgress('Writing labels into a copy', (work) =>
    tasks.exportEditedSource(request, work.signal, (count) => work.report(counted(count, 'label', 'labels'))),
  );
  void ui.tell(`${counted(result.count, 'label', 'labels')} written into ${path}.`).catch(() => undefined);
  return result;
}

/** The row for the command table. */
export function editedSourceCommands<Host>(
  contextOf: (host: Host) => ExportContext,
): readonly Command<Host>[] {
  return [
    {
      id: 'transcriptAuditor.exportEditedSource',
      title: 'Write Labels into a Copy of the Source File…',
      run: (host, argument, selection) => exportEditedSource(contextOf(host), argument, selection),
    },
  ];
}
