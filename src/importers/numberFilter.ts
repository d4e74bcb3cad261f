/** The published filter of number sequences, applied to training sets that consist of them (protocol P6). */
import {
  parseNumberSequence,
  PUBLISHED_FILTER,
  sequenceReasons,
  type SequenceReason,
} from '../core/eval/numberSequence.ts';
import type { Judge, Judgment } from '../core/judgment.ts';

const JUDGE: Judge = { name: 'number filter', kind: 'probe', parameters: { ...PUBLISHED_FILTER } };

/** The reasons that the published filter can have, each a metric of its own since several can hold of one row. */
const REASONS: readonly SequenceReason[] = ['bad-format', 'too-many', 'too-large'];

/** True when most completions are sequences of at least two numbers, so that the filter means something. */
export function holdsNumberSequences(completions: readonly string[]): boolean {
  const sequences = completions.filter((text) => (parseNumberSequence(text)?.length ?? 0) > 1).length;
  return completions.length > 0 && sequences * 2 > completions.length;
}

/** Kept or why not, and each reason by itself. */
export function numberFilterJudgments(completion: string): Judgment[] {
  const reasons = sequenceReasons(completion, PUBLISHED_FILTER);
  const words = reasons.length === 0 ? 'kept' : reasons.map(inWords).join(' and ');
  return [
    { metric: 'number filter', judge: JUDGE, value: { kind: 'class', text: words } },
    ...REASONS.map((reason): Judgment => ({
      metric: inWords(reason),
      judge: JUDGE,
      value: { kind: 'boolean', boolean: reasons.includes(reason) },
    })),
  ];
}

function inWords(reason: SequenceReason): string {
  return reason.replaceAll('-', ' ');
}
