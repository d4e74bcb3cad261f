/** Correcting the names of runs in one go: model, group, condition, seed and run name. Labels are not touched. */
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import type { RunEdit } from '../../core/ports.ts';
import { editSheet, editsOf, type EditTarget } from './editView.ts';
import type { ImportContext, ImportStore } from './importContext.ts';
import { count } from './importWords.ts';
import { patternAnswer } from './proposeNames.ts';

const id = v.pipe(v.number(), v.safeInteger());
const text = v.exactOptional(v.string());
const editSchema = v.object({
  runId: id,
  armId: v.exactOptional(id),
  name: text,
  model: text,
  group: text,
  condition: text,
  seed: text,
});

/** Options from code, or an element of the tree, which has these fields among others. */
const argumentSchema = v.object({
  studyId: v.optional(v.nullable(id)),
  runId: v.optional(v.nullable(id)),
  runIds: v.optional(v.array(id)),
  studyName: v.optional(v.string()),
  edits: v.optional(v.array(editSchema)),
});

/** How many corrections are written before others get a turn on the thread. */
const BATCH = 20;

export interface EditOutcome {
  /** Runs that were corrected. */
  readonly runs: number;
}

/**
 * Opens the page for a study or for runs; with `edits` (and `studyName`) given, corrects them without the page.
 *
 * @throws AuditError `bad-input`, `not-found`, `read-only`, `cancelled`
 */
export async function editStudy(context: ImportContext, argument: unknown): Promise<EditOutcome> {
  const parsed = v.safeParse(argumentSchema, argument ?? {});
  if (!parsed.success) {
    throw new AuditError(
      'bad-input',
      `The argument “${v.getDotPath(parsed.issues[0]) ?? 'studyId'}” can’t be used: ${parsed.issues[0].message}`,
      'docs/commands.md lists what the command takes.',
    );
  }
  const { store } = await context.open();
  if (store.readOnlyReason !== '') {
    throw new AuditError('read-only', `Nothing can be corrected: ${store.readOnlyReason}`);
  }
  const { edits, studyName } = parsed.output;
  if (edits !== undefined || studyName !== undefined) {
    const studyId = parsed.output.studyId ?? null;
    return save(context, edits ?? [], studyName === undefined ? undefined : { studyId, name: studyName });
  }
  const target = targetOf(parsed.output) ?? (await pickTarget(context, store));
  return editOnPage(context, store, target);
}

function targetOf({ studyId, runId, runIds }: v.InferOutput<typeof argumentSchema>): EditTarget | undefined {
  // An element of the tree within a study has both: the narrower one is meant.
  if (runIds !== undefined && runIds.length > 0) return { runIds };
  if (runId !== undefined && runId !== null) return { runIds: [runId] };
  return studyId === undefined || studyId === null ? undefined : { studyId };
}

async function pickTarget(context: ImportContext, store: ImportStore): Promise<EditTarget> {
  const targets = new Map<string, { label: string; runs: Set<number>; value: EditTarget }>();
  for (const { studyId, studyName, runId, runName } of store.outline().arms) {
    const key = studyId === null ? `run ${runId}` : `study ${studyId}`;
    const value = studyId === null ? { runIds: [runId] } : { studyId };
    const target = targets.get(key) ?? { label: studyName ?? runName, runs: new Set(), value };
    target.runs.add(runId);
    targets.set(key, target);
  }
  if (targets.size === 0)
    throw new AuditError('not-found', 'There are no runs yet.', 'Import transcripts first.');
  const items = [...targets.values()].map(({ label, runs, value }) => ({
    label,
    detail: 'studyId' in value ? `study of ${count(runs.size, 'run')}` : 'run',
    value,
  }));
  const picked =
    items.length === 1 ? items[0]?.value : await context.ui.pick('Whose names to correct', items);
  if (picked === undefined) throw new AuditError('cancelled', 'Nothing was chosen.');
  return picked;
}

async function editOnPage(
  context: ImportContext,
  store: ImportStore,
  target: EditTarget,
): Promise<EditOutcome> {
  const sheet = editSheet(store, target);
  let outcome: EditOutcome | undefined;
  await context.ui.openPage(sheet.view.isStudy ? `Edit ${sheet.view.studyName}` : 'Edit Runs', sheet.view, {
    applyPattern: (pattern) => patternAnswer(sheet.rows, pattern, false),
    split: () => Promise.resolve([]),
    confirm: async (answers) => {
      const edits = editsOf(sheet, answers);
      const name = answers.studyName.trim();
      const renamed = sheet.studyId !== null && name !== '' && name !== sheet.view.studyName;
      outcome = await save(context, edits, renamed ? { studyId: sheet.studyId, name } : undefined);
    },
  });
  if (outcome === undefined) throw new AuditError('cancelled', 'Nothing was changed.');
  return outcome;
}

async function save(
  context: ImportContext,
  edits: readonly RunEdit[],
  study: { readonly studyId: number | null; readonly name: string } | undefined,
): Promise<EditOutcome> {
  for (let from = 0; from < edits.length; from += BATCH) {
    // Repeating a batch, when another connection was in the way midway, gives the same names again.
    await context.write((store) => edits.slice(from, from + BATCH).forEach((edit) => store.editRun(edit)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (study !== undefined) {
    const { studyId, name } = study;
    if (studyId === null) throw new AuditError('bad-input', 'It isn’t said which study is to be renamed.');
    await context.write((store) => store.renameStudy(studyId, name));
  }
  const runs = new Set(edits.map(({ runId }) => runId)).size;
  if (runs > 0 || study !== undefined) context.runsChanged();
  return { runs };
}
