/** What a command of the tree is about: menu elements, the selection, or ids given as arguments. */
import * as v from 'valibot';
import { levelValue } from '../../analysis/outline/levels.ts';
import { AuditError } from '../../core/errors.ts';
import type { ArmRow } from '../../core/ports.ts';
import type { Trees } from './trees.ts';
import type { NodeElement, TreeElement } from './treeElements.ts';

/** Ids as arguments; elements of the tree carry the same ones. */
const ids = v.object({
  transcriptId: v.optional(v.number()),
  runId: v.optional(v.number()),
  runIds: v.optional(v.array(v.number())),
  studyId: v.optional(v.nullable(v.number())),
  armId: v.optional(v.number()),
});
export type TargetIds = v.InferOutput<typeof ids>;

export function isElement(argument: unknown): argument is TreeElement {
  return typeof argument === 'object' && argument !== null && 'kind' in argument && 'drawn' in argument;
}

/** The ids of an argument that is no element; empty for anything else. */
export function idsOf(argument: unknown): TargetIds {
  if (isElement(argument)) return {};
  const parsed = v.safeParse(ids, argument);
  return parsed.success ? parsed.output : {};
}

/** The elements a menu or key is about: what was clicked, with the rest of a selection that holds it. */
export function elementsOf(
  trees: Pick<Trees, 'runs' | 'probes'>,
  argument: unknown,
  selected: unknown,
): TreeElement[] {
  if (isElement(argument)) {
    const all = Array.isArray(selected) ? selected.filter(isElement) : [];
    return all.includes(argument) ? all : [argument];
  }
  if (argument !== undefined) return [];
  return trees.runs.selection.length > 0 ? [...trees.runs.selection] : [...trees.probes.selection];
}

/** True for the node of a study itself. */
export function isStudy(element: TreeElement): element is NodeElement & { studyId: number } {
  return (
    element.kind === 'node' &&
    element.node.kind === 'level' &&
    element.level === 'origin' &&
    element.studyId !== undefined
  );
}

/** The arms that have all the names which a node stands for, shown by the filter or not. */
export function armsOf(element: TreeElement): readonly ArmRow[] {
  const { table } = element.drawn.tree;
  if (element.kind !== 'node') return [element.leaf.arm];
  const first = element.drawn.tree.first(element.node);
  const upTo = table.levels.indexOf(element.node.folded.at(-1) ?? element.node.level);
  const levels = table.levels
    .slice(0, element.node.kind === 'range' ? upTo : upTo + 1)
    .filter((level) => level !== 'probe' && level !== 'suite' && level !== 'verdict');
  const arms = new Set(
    table.leaves
      .filter((leaf) => levels.every((level) => levelValue(leaf, level) === levelValue(first, level)))
      .map(({ arm }) => arm),
  );
  return [...arms];
}

/** The runs that a command is about, without doubles. */
export function runIdsOf(trees: Trees, argument: unknown, selected: unknown): readonly number[] {
  const { runIds, runId, studyId } = idsOf(argument);
  if (runIds !== undefined) return [...new Set(runIds)];
  if (runId !== undefined) return [runId];
  const outline = trees.context.store()?.outline();
  const ofStudy = (id: number): number[] =>
    (outline?.arms ?? []).filter((arm) => arm.studyId === id).map((arm) => arm.runId);
  if (studyId !== undefined && studyId !== null) return [...new Set(ofStudy(studyId))];
  const found = elementsOf(trees, argument, selected).flatMap((element) =>
    isStudy(element) ? ofStudy(element.studyId) : wholeRuns(element),
  );
  if (found.length === 0)
    throw new AuditError('not-found', 'No run is selected.', 'Select a run or a study in the Runs view.');
  return [...new Set(found)];
}

/** The runs of an element, provided that all of each lies within it. */
function wholeRuns(element: TreeElement): number[] {
  if (element.kind !== 'node') return [element.leaf.arm.runId];
  if (element.runId !== undefined) return [element.runId];
  const inside = new Set(armsOf(element));
  const runs = new Set([...inside].map(({ runId }) => runId));
  const outside = element.drawn.tree.table.leaves.find(({ arm }) => runs.has(arm.runId) && !inside.has(arm));
  if (outside !== undefined) {
    throw new AuditError(
      'bad-input',
      `“${element.name}” is only part of the run ${outside.arm.runName}.`,
      'Select whole runs or studies.',
    );
  }
  return [...runs];
}
