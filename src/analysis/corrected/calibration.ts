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

/** The share of positives by bins of the judge's score, weighted to the whole frame. */
export function calibration(input: CalibrationInput): readonly CalibrationBin[] | Refusal {
  void input;
  return [];
}
