/** What covers a transcript now, and so what its view leaves out. */
import { NOTHING_HIDDEN, type Blindness } from '../../core/blindness.ts';

export interface Cover extends Blindness {
  /** Literal texts that are blocked out of turns; empty unless the condition is hidden. */
  readonly masks: readonly string[];
  /** Whether other people's labels, and one's own earlier ones, are hidden too. */
  readonly labels: boolean;
  /** Whether one may look before one answers. */
  readonly mayPeek: boolean;
}

export const NO_COVER: Cover = { ...NOTHING_HIDDEN, masks: [], labels: false, mayPeek: true };

/** The cover of the setting that hides the judge until one has answered. */
export const JUDGE_COVERED: Cover = { ...NO_COVER, judge: true, labels: true };

export function isCovered({ judge, model, group, condition }: Cover): boolean {
  return judge || model || group || condition;
}

/** Whether anything is hidden that says which arm a transcript is of; then nothing that names arms shows. */
export function hidesArm({ model, group, condition }: Blindness): boolean {
  return model || group || condition;
}
