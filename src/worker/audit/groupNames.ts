import type { RatedTranscript } from '../../storage/audit/ratedTexts.ts';
import type { AuditScope } from './auditScope.ts';

/** What names the group of a transcript (and of a label of some time) under the selection's breakdown. */
export type GroupNamer = (
  transcript: Pick<RatedTranscript, 'armId' | 'probeId'>,
  time: string,
) => string | undefined;

/** Groups by what the selection wants; undefined where it wants none. Times are days of the label, UTC. */
export function groupNamer({ selection, runs }: AuditScope): GroupNamer {
  const arm = (armId: number) => runs.arms.get(armId);
  switch (selection.by) {
    case 'none':
      return () => undefined;
    case 'run':
      return ({ armId }) => arm(armId)?.runName ?? 'run not known';
    case 'model':
      return ({ armId }) => arm(armId)?.model ?? 'model not known';
    case 'group':
      return ({ armId }) => arm(armId)?.group ?? 'no group';
    case 'condition':
      return ({ armId }) => arm(armId)?.condition ?? 'no condition';
    case 'probe':
      return ({ probeId }) => runs.probes.get(probeId) ?? 'no probe';
    case 'time':
      return (_, time) => (time === '' ? undefined : time.slice(0, 10));
  }
}
