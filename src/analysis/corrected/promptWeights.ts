import type { AuditTable } from './auditTable.ts';

/** Fewer prompts than this say nothing of prompts like these. */
export const LEAST_PROMPTS = 5;

/** Worth of prompts below which their sizes count as different; sizes that differ by rounding are equal. */
const NEARLY_EQUAL = 0.96;

/** How much of the frame each prompt is, and how many prompts of one size they are worth. */
export interface PromptWeights {
  /** Shares of the frame, which add up to 1; empty where prompts are of nearly one size. */
  readonly shares: readonly number[];
  /** (Σ m)² / Σ m² over sizes m; simply their number where they are of nearly one size. */
  readonly worth: number;
}

/**
 * With few large prompts among many small ones the large ones decide, and what they differ by is hardly known: thirty prompts
 * of which three hold most answers are worth five.
 *
 * Source: L. Kish 1965, Survey Sampling, 8.2, for the effective number; that it serves as degrees of freedom, A. V. Carter,
 * K. T. Schnepel, D. G. Steigerwald 2017, "Asymptotic behavior of a t-test robust to cluster heterogeneity", Review of
 * Economics and Statistics 99:698-709.
 */
export function promptWeights({ prompts }: Pick<AuditTable, 'prompts'>): PromptWeights {
  const sizes = prompts.map((parts) => parts.reduce((sum, { size }) => sum + size, 0));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  const worth = squares === 0 ? 0 : (all * all) / squares;
  if (worth >= NEARLY_EQUAL * sizes.length) return { shares: [], worth: sizes.length };
  return { shares: sizes.map((size) => size / all), worth };
}

/** Of two arms over the same prompts: the larger share of each, and what the more uneven one is worth. */
export function unevenOf(one: PromptWeights, other: PromptWeights): PromptWeights {
  if (one.shares.length === 0 && other.shares.length === 0) return one;
  const length = Math.max(one.shares.length, other.shares.length);
  const shareOf = ({ shares }: PromptWeights, at: number): number => shares[at] ?? 1 / length;
  return {
    shares: Array.from({ length }, (_, at) => Math.max(shareOf(one, at), shareOf(other, at))),
    worth: Math.min(one.worth, other.worth),
  };
}
