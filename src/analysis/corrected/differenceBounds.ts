import { Z_95 } from '../intervals/normal.ts';
import type { Estimand } from './auditInput.ts';
import { type Bounded, boundsOf, type Estimator } from './estimates.ts';
import type { Reach } from './exactShare.ts';
import { betweenPrompts, promptReach, promptSpread } from './promptSpread.ts';
import { LEAST_PROMPTS, promptWeights, unevenOf } from './promptWeights.ts';
import { promptsReach } from './promptsReach.ts';

export interface DifferenceBounds {
  readonly paired: boolean;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** True where both rates were counted and not estimated. */
  readonly widened: boolean;
}

/**
 * The interval of the difference of two corrected rates.
 *
 * The distances of the two rates' own bounds are put together by squares, as Newcombe does it. Where both arms have the same
 * prompts, what prompts do to both alike cancels out: the part of the prompts is lessened until its variance is that of the
 * paired differences, and never below what independent answers leave.
 *
 * Sources: R. G. Newcombe 1998, Statistics in Medicine 17:873-890, method 10; for estimates of any kind, and with
 * correlation, G. Y. Zou, A. Donner 2008, Statistics in Medicine 27:1693-1702; pairing by prompt E. Miller 2024, "Adding
 * error bars to evals", arXiv:2411.00640, section 4.2.
 *
 * @returns undefined for clustered with too few prompts
 */
export function differenceBounds(
  one: Estimator,
  other: Estimator,
  estimand: Estimand,
  clustered: boolean,
): DifferenceBounds | undefined {
  const bounds = [boundsOf(one, estimand, clustered), boundsOf(other, estimand, clustered)] as const;
  if (bounds[0] === undefined || bounds[1] === undefined) return undefined;
  const paired = clustered && samePrompts(one, other);
  const difference = bounds[0].rate - bounds[1].rate;
  const { down, up } = paired ? pairedReach(one, other) : reachOf(bounds[0], bounds[1]);
  return {
    paired,
    difference,
    low: Math.max(-1, difference - down),
    high: Math.min(1, difference + up),
    widened: bounds[0].widened && bounds[1].widened,
  };
}

function reachOf(one: Bounded, other: Bounded): Reach {
  return {
    down: Math.hypot(one.rate - one.low, other.high - other.rate),
    up: Math.hypot(one.high - one.rate, other.rate - other.low),
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

/** Labels of both arms, and what the shared prompts leave of their spread. */
function pairedReach(one: Estimator, other: Estimator): Reach {
  const arms = [one, other].map((arm) => {
    const n = arm.inside * arm.table.size;
    const { totals, labelled } = promptSpread(arm.table, arm.influence());
    const floor = Math.max(arm.rate * (1 - arm.rate), 0) / n;
    const weights = promptWeights(arm.table);
    const between = Math.max(floor, betweenPrompts(totals, labelled, weights) / (n * n));
    return {
      n,
      totals,
      weights,
      labelled: labelled / (n * n),
      floor,
      between,
      reach: arm.reach(),
      prompts: promptsReach(arm).apart,
    };
  });
  const [mine, theirs] = arms;
  if (mine === undefined || theirs === undefined) return { down: 0, up: 0 };
  const apart = mine.totals.map((total, at) => total / mine.n - (theirs.totals[at] ?? 0) / theirs.n);
  const weights = unevenOf(mine.weights, theirs.weights);
  const between = Math.max(
    mine.floor + theirs.floor,
    betweenPrompts(apart, mine.labelled + theirs.labelled, weights),
  );
  const scale = 2 * Math.sqrt(mine.between * theirs.between);
  const together =
    scale > 0 ? Math.min(1, Math.max(-1, (mine.between + theirs.between - between) / scale)) : 0;
  const far = (a: number, b: number): number => Math.max(0, a * a + b * b - 2 * together * a * b);
  const distance = (labels: readonly [number, number], prompts: readonly [number, number]): number =>
    Math.sqrt(labels[0] ** 2 + labels[1] ** 2 + far(prompts[0], prompts[1]));
  // As for one rate, never less than the paired totals show by themselves, with their t.
  const paired = Z_95 * promptReach(weights.worth) * Math.sqrt(betweenPrompts(apart, 0, weights));
  const least = Math.max(paired, 0.5 / Math.min(mine.n, theirs.n));
  return {
    down: Math.max(
      least,
      distance([mine.reach.down, theirs.reach.up], [mine.prompts.down, theirs.prompts.up]),
    ),
    up: Math.max(least, distance([mine.reach.up, theirs.reach.down], [mine.prompts.up, theirs.prompts.down])),
  };
}
