import type { AuditInput, RateEstimate, Refusal } from './auditInput.ts';

/**
 * The rate of positives among what is inside the gate, by people's standard, from the judge's verdicts on all and people's
 * classes on a probability sample: every method for both estimands, each as a figure with its interval or as a refusal that
 * says why. `model` comes twice where prompts can be counted: unclustered is about more answers to the same prompts,
 * clustered about prompts like these.
 */
export function correctedRates(input: AuditInput): readonly (RateEstimate | Refusal)[] {
  void input;
  return [];
}

/** Tells the two apart. */
export function isRefusal<Given extends object>(given: Given | Refusal): given is Refusal {
  return 'reason' in given;
}
