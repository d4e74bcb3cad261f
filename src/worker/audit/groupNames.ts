import type { RatedTranscript } from '../../storage/audit/ratedTexts.ts';
import type { ArmRow } from '../../core/ports.ts';
import type { Confidence } from '../../core/labelEvent.ts';
import type { AuditScope } from './auditScope.ts';

/** What names the group of a transcript (and of a label given at some time, by somebody so sure) under the breakdown. */
export type GroupNamer = (
  transcript: Pick<RatedTranscript, 'armId' | 'probeId'>,
  label?: { readonly time: string; readonly confidence?: Confidence | undefined },
) => string | undefined;

/** Breakdowns of labels: transcripts without a label belong to no group of theirs. */
export function isOfLabels(by: AuditScope['selection']['by']): boolean {
  return by === 'time' || by === 'confidence';
}

const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  high: 'high confidence',
  medium: 'medium confidence',
  low: 'low confidence',
};
const NOT_SAID = 'confidence not said';
const CONFIDENCE_ORDER: readonly string[] = [...Object.values(CONFIDENCE), NOT_SAID];

/** Orders groups: by name, but levels of confidence from the highest down. */
export function byGroup([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return CONFIDENCE_ORDER.indexOf(a) - CONFIDENCE_ORDER.indexOf(b) || (a < b ? -1 : 1);
}

/** What tells an arm from the others of its run: `secure · qwen · deployed`. */
export function armName({ group, model, condition }: Pick<ArmRow, 'group' | 'model' | 'condition'>): string {
  const name = [group, model, condition].filter((part) => part !== null && part !== '').join(' · ');
  return name === '' ? 'no names' : name;
}

/** Groups by what the selection wants; undefined where it wants none. Times are days of the label, UTC. */
export function groupNamer({ selection, runs }: AuditScope): GroupNamer {
  const arm = (armId: number) => runs.arms.get(armId);
  switch (selection.by) {
    case 'none':
      return () => undefined;
    case 'run':
      return ({ armId }) => arm(armId)?.runName ?? 'run not known';
    case 'arm':
      return ({ armId }) => {
        const row = arm(armId);
        if (row === undefined) return 'arm not known';
        return runs.runIds.length === 1 ? armName(row) : `${row.runName} · ${armName(row)}`;
      };
    case 'model':
      return ({ armId }) => arm(armId)?.model ?? 'model not known';
    case 'group':
      return ({ armId }) => arm(armId)?.group ?? 'no group';
    case 'condition':
      return ({ armId }) => arm(armId)?.condition ?? 'no condition';
    case 'probe':
      return ({ probeId }) => runs.probes.get(probeId) ?? 'no probe';
    case 'time':
      return (_, label) => (label === undefined || label.time === '' ? undefined : label.time.slice(0, 10));
    case 'confidence':
      // Pairs without people have no time either.
      return (_, label) =>
        label === undefined || label.time === ''
          ? undefined
          : label.confidence === undefined
            ? NOT_SAID
            : CONFIDENCE[label.confidence];
  }
}
