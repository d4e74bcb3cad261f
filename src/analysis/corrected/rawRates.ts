import type { AuditInput, Estimand } from './auditInput.ts';

/** The rate as the judge has it, under the rule's missing policy; nothing corrected. */
export interface RawRate {
  readonly estimand: Estimand;
  readonly clustered: boolean;
  readonly rate: number;
  /** None for `run` (all were judged, so it is counted and not estimated) and where prompts don't vary. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  readonly positive: number;
  /** The denominator, missing ones counted as the policy says. */
  readonly n: number;
}

/** The judge's raw rate: for `run` as counted, for `model` with Wilson's interval and with t over prompts. Empty without a denominator. */
export function rawRates(input: Pick<AuditInput, 'frame' | 'missing'>): readonly RawRate[] {
  void input;
  return [];
}
