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
import { LEAST_PROMPTS, promptReach, promptVariances } from './designEffect.ts';
import { type Bounded, boundsOf, type Estimator, estimatorOf } from './estimates.ts';
import { NOT_SEPARATED, tooFewPrompts, whyNone } from './refusals.ts';
import { tableOf } from './tableOf.ts';

/**
 * The difference of two arms' corrected rates (first less second), each audited by its own probability sample.
 *
 * The distances of the two rates' own bounds are put together by squares, as Newcombe does it. Where both arms have the same
 * prompts, what prompts do to both alike cancels out: the squares are lessened by the correlation of the prompts' linearised
 * totals (a t over paired prompts, in effect), but never below what independent answers leave.
 *
 * Sources: R. G. Newcombe 1998, Statistics in Medicine 17:873-890, method 10; with estimates of any kind G. Y. Zou, A. Donner
 * 2008, Statistics in Medicine 27:1693-1702, with correlation their equation 6; pairing E. Miller 2024, "Adding error bars to
 * evals", arXiv:2411.00640, section 4.2.
 */
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
  const bounds = [boundsOf(one, estimand, clustered), boundsOf(other, estimand, clustered)] as const;
  const prompts = Math.min(one.table.prompts.length, other.table.prompts.length);
  if (bounds[0] === undefined || bounds[1] === undefined) {
    return { method, estimand, clustered, ...tooFewPrompts(prompts) };
  }
  const paired = clustered && samePrompts(one, other);
  const together = paired ? correlation(one, other) : 0;
  const distances = reachOf(bounds[0], bounds[1], together);
  if (paired) widenToIndependent(distances, [one, other], prompts);
  const difference = bounds[0].rate - bounds[1].rate;
  return {
    method,
    estimand,
    clustered,
    paired,
    difference,
    low: Math.max(-1, difference - distances.down),
    high: Math.min(1, difference + distances.up),
    labels: one.table.labels + other.table.labels,
    cautions: [
      ...cautions,
      ...(clustered ? promptCautions(prompts) : []),
      ...(bounds[0].widened && bounds[1].widened ? [WIDENED] : []),
    ],
  };
}

interface Distances {
  down: number;
  up: number;
}

function reachOf(one: Bounded, other: Bounded, together: number): Distances {
  const far = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a + b * b - 2 * together * a * b));
  return {
    down: far(one.rate - one.low, other.high - other.rate),
    up: far(one.high - one.rate, other.rate - other.low),
  };
}

function samePrompts(one: Estimator, other: Estimator): boolean {
  const [mine, theirs] = [one.table.promptNames, other.table.promptNames];
  return (
    mine.length >= LEAST_PROMPTS &&
    mine.length === theirs.length &&
    mine.every((name, at) => name === theirs[at])
  );
}

/** Of the prompts' linearised totals in the two arms. */
function correlation(one: Estimator, other: Estimator): number {
  const [mine, theirs] = [one, other].map((arm) => promptVariances(arm.table, arm.influence()).totals);
  if (mine === undefined || theirs === undefined) return 0;
  const mean = (totals: readonly number[]): number =>
    totals.reduce((sum, total) => sum + total, 0) / totals.length;
  const [centre, otherCentre] = [mean(mine), mean(theirs)];
  let [both, own, their] = [0, 0, 0];
  mine.forEach((total, at) => {
    const [a, b] = [total - centre, (theirs[at] ?? 0) - otherCentre];
    both += a * b;
    own += a * a;
    their += b * b;
  });
  return own > 0 && their > 0 ? both / Math.sqrt(own * their) : 0;
}

function widenToIndependent(distances: Distances, [one, other]: Pair, prompts: number): void {
  const plain = [boundsOf(one, 'model', false), boundsOf(other, 'model', false)] as const;
  if (plain[0] === undefined || plain[1] === undefined) return;
  const least = reachOf(plain[0], plain[1], 0);
  const factor = promptReach(prompts);
  distances.down = Math.max(distances.down, least.down * factor);
  distances.up = Math.max(distances.up, least.up * factor);
}
