import type {
  AuditInput,
  CorrectionMethod,
  DifferenceEstimate,
  Estimand,
  RateEstimate,
  Refusal,
} from './auditInput.ts';
import { auditCautions, promptCautions, WIDENED } from './cautions.ts';
import { CORRECTION_METHODS, SCOPES } from './correctedRates.ts';
import { differenceBounds } from './differenceBounds.ts';
import { type Estimator, estimatorOf } from './estimates.ts';
import { promptWeights } from './promptWeights.ts';
import { NOT_SEPARATED, tooFewPrompts, whyNone } from './refusals.ts';
import { tableOf } from './tableOf.ts';

/** The difference of two arms' corrected rates (first less second), each audited by its own probability sample. */
export function correctedDifference(
  first: AuditInput,
  second: AuditInput,
): readonly (DifferenceEstimate | Refusal)[] {
  const none = whyNone(first) ?? whyNone(second);
  if (none !== undefined) {
    return CORRECTION_METHODS.flatMap((method) =>
      SCOPES.map(({ estimand, clustered }) => ({ method, estimand, clustered, ...none })),
    );
  }
  const [one, other] = [tableOf(first), tableOf(second)];
  const cautions = [
    ...new Set([...of('First', auditCautions(first, one)), ...of('Second', auditCautions(second, other))]),
  ];
  return CORRECTION_METHODS.flatMap((method) => {
    const estimators = pairOf(
      estimatorOf(method, one, first.missing),
      estimatorOf(method, other, second.missing),
    );
    return SCOPES.map((scope): DifferenceEstimate | Refusal => {
      if (estimators === undefined) return { method, ...scope, ...NOT_SEPARATED };
      return differenceOf(method, scope, estimators, cautions);
    });
  });
}

type Pair = readonly [Estimator, Estimator];

function pairOf(one: Estimator | undefined, other: Estimator | undefined): Pair | undefined {
  return one && other && [one, other];
}

function of(arm: string, cautions: RateEstimate['cautions']): string[] {
  return cautions.map((caution) => `${arm} arm: ${caution}`);
}

function differenceOf(
  method: CorrectionMethod,
  { estimand, clustered }: { readonly estimand: Estimand; readonly clustered: boolean },
  [one, other]: Pair,
  cautions: readonly string[],
): DifferenceEstimate | Refusal {
  const isFirst = promptWeights(one.table).worth <= promptWeights(other.table).worth;
  const fewer = isFirst ? one.table : other.table;
  const bounds = differenceBounds(one, other, estimand, clustered);
  if (bounds === undefined) return { method, estimand, clustered, ...tooFewPrompts(fewer) };
  return {
    method,
    estimand,
    clustered,
    paired: bounds.paired,
    difference: bounds.difference,
    low: bounds.low,
    high: bounds.high,
    labels: one.table.labels + other.table.labels,
    cautions: [
      ...cautions,
      ...(clustered ? promptCautions(fewer) : []),
      ...(bounds.widened ? [WIDENED] : []),
    ],
  };
}
