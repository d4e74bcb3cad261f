import type { AuditInput, DifferenceEstimate, Refusal } from './auditInput.ts';

/** The difference of two arms' corrected rates (first less second), each audited by its own probability sample. */
export function correctedDifference(
  first: AuditInput,
  second: AuditInput,
): readonly (DifferenceEstimate | Refusal)[] {
  void first;
  void second;
  return [];
}
