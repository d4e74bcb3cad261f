import { auditCautions, promptCautions, WIDENED } from './cautions.ts';
import type { AuditInput, CorrectionMethod, Estimand, RateEstimate, Refusal } from './auditInput.ts';
import { boundsOf, estimatorOf } from './estimates.ts';
import { NOT_SEPARATED, tooFewPrompts, whyNone } from './refusals.ts';
import { tableOf } from './tableOf.ts';

/** In the order in which they are given: the one to lead with first. */
export const CORRECTION_METHODS: readonly CorrectionMethod[] = [
  'ppi',
  'difference',
  'labels-only',
  'rogan-gladen',
];

/** What each figure is about. */
export const SCOPES: readonly { readonly estimand: Estimand; readonly clustered: boolean }[] = [
  { estimand: 'model', clustered: true },
  { estimand: 'model', clustered: false },
  { estimand: 'run', clustered: false },
];

/**
 * The rate of positives among what is inside the gate, by people's standard, from the judge's verdicts on all and people's
 * classes on a probability sample: every method for both estimands, each as a figure with its interval or as a refusal that
 * says why. `model` comes twice: unclustered is about more answers to the same prompts, clustered about prompts like these.
 * `run` is about the answers that there are, so nothing is clustered there.
 *
 * How the intervals are made, and how often they hold, is in docs/statistics.md; each estimator's file names its source.
 */
export function correctedRates(input: AuditInput): readonly (RateEstimate | Refusal)[] {
  const none = whyNone(input);
  if (none !== undefined) {
    return CORRECTION_METHODS.flatMap((method) =>
      SCOPES.map(({ estimand, clustered }) => ({ method, estimand, clustered, ...none })),
    );
  }
  const table = tableOf(input);
  const cautions = auditCautions(input, table);
  return CORRECTION_METHODS.flatMap((method) => {
    const estimator = estimatorOf(method, table, input.missing);
    return SCOPES.map(({ estimand, clustered }): RateEstimate | Refusal => {
      const which = { method, estimand, clustered };
      if (estimator === undefined) return { ...which, ...NOT_SEPARATED };
      const bounds = boundsOf(estimator, estimand, clustered);
      if (bounds === undefined) return { ...which, ...tooFewPrompts(table) };
      const { rate, low, high, widened } = bounds;
      return {
        ...which,
        rate,
        low,
        high,
        labels: table.labels,
        cautions: [...cautions, ...(clustered ? promptCautions(table) : []), ...(widened ? [WIDENED] : [])],
      };
    });
  });
}

/** Tells the two apart. */
export function isRefusal(given: object): given is Refusal {
  return 'reason' in given;
}
