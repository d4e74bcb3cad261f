/** Correcting names: of studies and runs, and of the models, groups and conditions that arms have. */
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import type { ArmRow, RunEdit } from '../../core/ports.ts';
import type { Command } from '../commands/command.ts';
import type { TreeHost } from './treeHost.ts';
import { armsOf, elementsOf, idsOf, isStudy } from './treeTargets.ts';

const ARM_FIELDS = ['model', 'group', 'condition'] as const;
type ArmField = (typeof ARM_FIELDS)[number];
type NameField = ArmField | 'seed';
type Names = Partial<Record<NameField, string>>;

const nameArgument = v.object({ name: v.pipe(v.string(), v.trim(), v.nonEmpty()) });
const namesArgument = v.object({
  model: v.exactOptional(v.string()),
  group: v.exactOptional(v.string()),
  condition: v.exactOptional(v.string()),
  seed: v.exactOptional(v.string()),
});

/** Renames a study or run, or corrects the model, group or condition that a node stands for; the new name. */
async function rename(host: TreeHost, argument: unknown, selected: unknown): Promise<string | undefined> {
  const { trees } = host;
  await trees.context.open();
  const given = v.safeParse(nameArgument, argument);
  const { studyId, runId } = idsOf(argument);
  if (given.success) {
    if (typeof studyId === 'number') return renameTo(host, { studyId }, given.output.name);
    if (runId !== undefined) return renameTo(host, { runId }, given.output.name);
  }
  const [element] = elementsOf(trees, argument, selected);
  if (element === undefined || element.kind !== 'node') throw nothingToRename();
  const { level, name } = element;
  if (isArmField(level)) {
    const [arm] = armsOf(element);
    const text = await askName(host, `Correct the ${level} “${name}”`, arm?.[level] ?? '', true);
    if (text === undefined) return undefined;
    await editArms(host, armsOf(element), { [level]: text });
    return text;
  }
  const target = isStudy(element) ? { studyId: element.studyId } : { runId: element.runId };
  if (level !== 'origin' && level !== 'run') throw nothingToRename();
  const text = await askName(host, `Rename “${name}”`, name, false);
  return text === undefined ? undefined : renameTo(host, target, text);
}

function nothingToRename(): AuditError {
  return new AuditError(
    'not-found',
    'Nothing that has a name of its own is selected.',
    'Select a study, run, group, model or condition.',
  );
}

function isArmField(level: string): level is ArmField {
  return ARM_FIELDS.some((field) => field === level);
}

async function askName(
  host: TreeHost,
  title: string,
  value: string,
  mayBeEmpty: boolean,
): Promise<string | undefined> {
  const text = await host.trees.ui.ask(title, {
    value,
    ...(mayBeEmpty ? { prompt: 'Empty when it isn’t known. Labels stay.' } : {}),
    problem: (typed) => (mayBeEmpty || typed.trim() !== '' ? '' : 'A name is needed.'),
  });
  return text?.trim();
}

async function renameTo(
  { trees }: TreeHost,
  target: { readonly studyId?: number; readonly runId?: number | undefined },
  name: string,
): Promise<string> {
  const { studyId, runId } = target;
  await trees.context.write((store) => {
    if (studyId !== undefined) store.renameStudy(studyId, name);
    else if (runId !== undefined) store.editRun({ runId, name });
  });
  trees.context.runsChanged();
  return name;
}

/** What `editNames` answers: how many arms were changed, and to what. */
export interface NamesOutcome {
  readonly arms: number;
  readonly names: Names;
}

async function editNames(
  host: TreeHost,
  argument: unknown,
  selected: unknown,
): Promise<NamesOutcome | undefined> {
  const { trees } = host;
  await trees.context.open();
  const { runId, armId } = idsOf(argument);
  const given = v.safeParse(namesArgument, argument);
  if (runId !== undefined && given.success && Object.keys(given.output).length > 0) {
    const edit: RunEdit = { runId, ...(armId === undefined ? {} : { armId }), ...given.output };
    await trees.context.write((store) => store.editRun(edit));
    trees.context.runsChanged();
    const arms = trees.context.store()?.run(runId)?.arms ?? [];
    return { arms: armId === undefined ? arms.length : 1, names: given.output };
  }
  const arms =
    runId === undefined
      ? [...new Set(elementsOf(trees, argument, selected).flatMap(armsOf))]
      : (trees.context.store()?.run(runId)?.arms ?? []).filter(
          (arm) => armId === undefined || arm.armId === armId,
        );
  if (arms.length === 0) throw nothingToRename();
  const names = await askNames(host, arms);
  return names === undefined ? undefined : { arms: arms.length, names };
}

/** Asks field after field, applying each answer at once. */
async function askNames(host: TreeHost, arms: readonly ArmRow[]): Promise<Names | undefined> {
  const changed: Names = {};
  const seeds = new Set(arms.map(({ runId }) => runId)).size === 1 ? (['seed'] as const) : [];
  for (;;) {
    const current = (field: NameField): string =>
      changed[field] ?? only(arms.map((arm) => arm[field] ?? '')) ?? 'several';
    const field = await host.trees.ui.pick<NameField>(
      `Names of ${arms.length === 1 ? (arms[0]?.runName ?? 'the run') : `${arms.length} parts of runs`}`,
      [...ARM_FIELDS, ...seeds].map((value) => ({
        label: `${value.slice(0, 1).toUpperCase()}${value.slice(1)}…`,
        description: current(value) === '' ? 'not known' : current(value),
        value,
      })),
    );
    if (field === undefined) return Object.keys(changed).length === 0 ? undefined : changed;
    const value = only(arms.map((arm) => arm[field] ?? ''));
    const text = await askName(host, `Correct the ${field}`, changed[field] ?? value ?? '', true);
    if (text === undefined) continue;
    await editArms(host, arms, { [field]: text });
    changed[field] = text;
  }
}

function only(values: readonly string[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

/** One short write for each arm, so that many don't hold up the editor. */
async function editArms({ trees }: TreeHost, arms: readonly ArmRow[], names: Names): Promise<void> {
  for (const { runId, armId } of arms) {
    await trees.context.write((store) => store.editRun({ runId, armId, ...names }));
  }
  trees.context.runsChanged();
}

export const nameCommands: readonly Command<TreeHost>[] = [
  { id: 'transcriptAuditor.rename', title: 'Rename…', run: rename },
  { id: 'transcriptAuditor.editNames', title: 'Edit Model, Group and Condition…', run: editNames },
];
