/** The names that tell which arm a transcript is of. */
import type { Blindness } from '../../core/blindness.ts';
import type { AuditStore } from '../../core/ports.ts';
import { hidesArm } from './cover.ts';

/** Files are looked up of so many runs. */
const MOST_RUNS = 50;

/**
 * Names of runs, studies and files, and of those of models, groups and conditions that are hidden.
 *
 * @param runNames of the runs whose files' names matter most: those that the queue was drawn from
 */
export function armNames(
  store: AuditStore | undefined,
  hidden: Blindness,
  runNames: readonly string[] = [],
): readonly string[] {
  if (store === undefined || !hidesArm(hidden)) return [];
  const { arms } = store.outline();
  const drawnFrom = arms.filter(({ runName }) => runNames.includes(runName));
  const runs = [...new Set([...drawnFrom, ...arms].map(({ runId }) => runId))].slice(0, MOST_RUNS);
  return [
    ...arms.flatMap(({ runName, studyName, model, group, condition }) => [
      runName,
      studyName ?? '',
      (hidden.model ? model : null) ?? '',
      (hidden.group ? group : null) ?? '',
      (hidden.condition ? condition : null) ?? '',
    ]),
    ...runs.flatMap((runId) => (store.run(runId)?.files ?? []).flatMap(({ path, name }) => [path, name])),
  ];
}
