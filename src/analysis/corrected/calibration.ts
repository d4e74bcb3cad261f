import { exactReach } from './exactShare.ts';
import type { Refusal } from './auditInput.ts';

/** A labelled transcript with the judge's score; `positive` is what people say. Leave out those outside people's gate. */
export interface ScoredUnit {
  readonly stratum: string;
  readonly score: number;
  readonly positive: boolean;
}

export interface CalibrationInput {
  readonly units: readonly ScoredUnit[];
  /** Transcripts of each stratum that it stands for, and how many of it were answered (outside the gate or not). */
  readonly strata: readonly { readonly name: string; readonly size: number; readonly answered: number }[];
  /** Bounds of the bins, ascending: a bin holds lower <= score < upper, the last one its upper bound too. */
  readonly bounds: readonly number[];
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly labels: number;
  /** Transcripts of the frame it stands for, estimated. */
  readonly weight: number;
  /** Weighted mean of the scores; undefined for an empty bin. */
  readonly meanScore: number | undefined;
  /** Weighted share of positives with a 95 % interval; undefined for an empty bin. */
  readonly share: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

interface Sums {
  labels: number;
  weight: number;
  squares: number;
  score: number;
  positive: number;
}

/**
 * The share of positives by bins of the judge's score (a reliability curve), weighted to the whole frame, with exact
 * intervals of the effective number of labels in the bin.
 *
 * Sources: A. H. Murphy, R. L. Winkler 1977, "Reliability of subjective probability forecasts of precipitation and
 * temperature", Applied Statistics 26:41-47; effective number L. Kish 1965, Survey Sampling, 8.2; E. L. Korn, B. I. Graubard
 * 1998, Survey Methodology 24:193-201.
 */
export function calibration(input: CalibrationInput): readonly CalibrationBin[] | Refusal {
  const refusal = { method: 'labels-only', estimand: 'model' } as const;
  const weights = new Map(
    input.strata.map(({ name, size, answered }) => [name, answered > 0 ? size / answered : undefined]),
  );
  if (input.strata.length === 0 || input.units.some(({ stratum }) => weights.get(stratum) === undefined)) {
    return {
      ...refusal,
      reason: 'no-probability-sample',
      words:
        'A calibration curve needs labels of an audit sample, with the chance that each had to be drawn.',
    };
  }
  if (input.strata.some(({ size, answered }) => size > 0 && answered === 0)) {
    return {
      ...refusal,
      reason: 'stratum-without-labels',
      words: 'A part of the sample has no answers yet, so the curve would leave it out. Label some there.',
    };
  }
  return input.bounds.slice(1).map((to, at): CalibrationBin => {
    const from = input.bounds[at] ?? to;
    const isLast = at === input.bounds.length - 2;
    const own = input.units.filter(({ score }) => score >= from && (score < to || (isLast && score === to)));
    return binOf(from, to, own, weights);
  });
}

function binOf(
  from: number,
  to: number,
  units: readonly ScoredUnit[],
  weights: ReadonlyMap<string, number | undefined>,
): CalibrationBin {
  const sums: Sums = { labels: 0, weight: 0, squares: 0, score: 0, positive: 0 };
  for (const { stratum, score, positive } of units) {
    const weight = weights.get(stratum) ?? 0;
    sums.labels++;
    sums.weight += weight;
    sums.squares += weight * weight;
    sums.score += weight * score;
    sums.positive += positive ? weight : 0;
  }
  const { labels, weight } = sums;
  if (weight === 0) {
    return {
      from,
      to,
      labels,
      weight,
      meanScore: undefined,
      share: undefined,
      low: undefined,
      high: undefined,
    };
  }
  const share = sums.positive / weight;
  const n = (weight * weight) / sums.squares;
  const { down, up } = exactReach(share * n, n);
  return {
    from,
    to,
    labels,
    weight,
    meanScore: sums.score / weight,
    share,
    low: share - down,
    high: share + up,
  };
}
