import type { Estimator } from './estimates.ts';
import { exactReach, type Reach } from './exactShare.ts';
import { betweenPrompts, promptReach, promptSpread } from './promptSpread.ts';
import { promptWeights } from './promptWeights.ts';

/**
 * The variance over K prompts is taken as 1 + SKEW_GUARD/K times what is seen: rates of prompts are skewed, and few prompts
 * seldom hold the one that makes the difference. 4 is what simulation with log-normal prompts asks for.
 */
const SKEW_GUARD = 4;

const ROUNDING = 1e-15;

/** How far a frame of these prompts, with these labels, may be from what prompts like these give. */
export interface PromptsReach {
  /** What the prompts do alone, to be put together with what labels leave open. */
  readonly apart: Reach;
  /** Both together, as the totals of the prompts show it. */
  readonly together: Reach;
}

/**
 * Exact intervals of the effective number of answers that the spread of the prompts' linearised totals leaves, with a t over
 * prompts.
 *
 * Source: E. L. Korn, B. I. Graubard 1998, "Confidence intervals for proportions with small expected number of positive
 * counts estimated from survey data", Survey Methodology 24:193-201.
 */
export function promptsReach(
  estimator: Pick<Estimator, 'rate' | 'inside' | 'table' | 'influence'>,
): PromptsReach {
  const { rate, inside, table } = estimator;
  const { totals, labelled } = promptSpread(table, estimator.influence());
  const weights = promptWeights(table);
  const of = (less: number): Reach =>
    spreadReach(rate, inside * table.size, weights.worth, betweenPrompts(totals, less, weights));
  const together = of(0);
  return { apart: labelled > 0 ? of(labelled) : together, together };
}

/**
 * The exact interval of a share whose variance is that between prompts, and no less than that of independent answers.
 *
 * @param n transcripts inside the gate
 * @param prompts how many of one size they are worth
 * @param between variance of the linearised total
 */
function spreadReach(rate: number, n: number, prompts: number, between: number): Reach {
  const spread = rate * (1 - rate);
  const seen = (between / (n * n)) * (1 + SKEW_GUARD / prompts);
  // What is left of sums that should be zero.
  const guarded = seen < ROUNDING ? 0 : seen;
  const factor = promptReach(prompts) ** 2;
  const variance = Math.max(spread / n, guarded) * factor;
  if (guarded <= spread / n) return exactReach((rate * n) / factor, n / factor);
  const worth = spread / variance;
  if (worth * Math.min(rate, 1 - rate) >= 1) return exactReach(rate * worth, worth);
  // The spread isn't that of positives, for there are hardly any: it's taken as that of a single one.
  const single = Math.min(0.5, Math.sqrt(variance));
  const { down, up } = exactReach(1, 1 / single);
  return rate < 0.5 ? { down, up } : { down: up, up: down };
}
