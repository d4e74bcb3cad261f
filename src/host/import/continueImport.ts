/** Goes on with imports that were cut off or stopped, or whose files have grown. */
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import type { PlannedFile } from '../../core/importPlan.ts';
import type { ImportContext, ImportStore } from './importContext.ts';
import type { ImportOutcome } from './importTranscripts.ts';
import { parseMapping } from './rememberedMapping.ts';
import { reportImport } from './reportImport.ts';
import { runImport } from './runImport.ts';

const id = v.pipe(v.number(), v.safeInteger());
/** Options from code, or an element of the tree, which has these fields among others. */
const argumentSchema = v.object({
  runId: v.optional(v.nullable(id)),
  runIds: v.optional(v.array(id)),
});

/** The role that the import gives to files which an importer found in a folder by itself. */
const LISTED = 'file';

/**
 * Reads the files of these runs from where they stopped; partial runs become complete ones. With no argument: all that
 * are partial.
 *
 * @throws AuditError `bad-input`, `not-found`, `read-only`, `cancelled`
 */
export async function continueImport(context: ImportContext, argument: unknown): Promise<ImportOutcome> {
  const parsed = v.safeParse(argumentSchema, argument ?? {});
  if (!parsed.success) {
    throw new AuditError(
      'bad-input',
      `The argument can’t be used: ${parsed.issues[0].message}`,
      'docs/commands.md lists what the command takes.',
    );
  }
  const { store, tasks } = await context.open();
  if (store.readOnlyReason !== '') {
    throw new AuditError('read-only', `Nothing can be imported: ${store.readOnlyReason}`);
  }
  const { runId, runIds } = parsed.output;
  const chosen = runIds ?? (typeof runId === 'number' ? [runId] : partialRuns(store));
  if (chosen.length === 0) throw new AuditError('not-found', 'No import is waiting to go on.');
  const files = chosen.map((each) => plannedFile(store, each));
  const { written, stopped } = await runImport(context, tasks, { files }, 'keep');
  reportImport(context, written, stopped);
  return {
    runs: written.runs.map((run) => ({
      runId: run.runId,
      name: run.name,
      kept: run.kept,
      rejected: run.rejected,
    })),
    skipped: written.failed,
  };
}

function partialRuns(store: ImportStore): readonly number[] {
  const partial = store
    .outline()
    .arms.filter(({ runStatus, runKind }) => runStatus === 'partial' && runKind === 'import');
  return [...new Set(partial.map(({ runId }) => runId))];
}

/** The plan of the run as it was imported; its names are the run's own, which going on leaves alone. */
function plannedFile(store: ImportStore, runId: number): PlannedFile {
  const run = store.run(runId);
  const main = run?.files.find(({ role }) => role === null) ?? run?.files[0];
  if (run === undefined || main === undefined || run.kind !== 'import') {
    throw new AuditError('not-found', 'There is no import to go on with.', 'Refresh the tree and try again.');
  }
  const mapping = main.mapping === null ? undefined : parseMapping(main.mapping);
  const members = run.files.flatMap(({ path, role }) =>
    role === null || role === LISTED ? [] : [{ path, role }],
  );
  return {
    path: main.path,
    runName: run.name,
    importer: main.importer,
    continues: runId,
    content: run.content,
    ...(mapping === undefined ? undefined : { mapping }),
    ...(members.length === 0 ? undefined : { members }),
  };
}
