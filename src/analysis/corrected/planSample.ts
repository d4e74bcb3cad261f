import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { CorrectionMethod, Estimand } from './auditInput.ts';

/** What one expects before labelling, in shares 0..1. The judge's verdicts are known, so this is all that is to be guessed. */
export interface Guess {
  /** Of what the judge flagged, the share that people will call positive. */
  readonly precision: number;
  /** Of what the judge calls negative (or couldn't judge), the share that people will call positive. */
  readonly missed: number;
  /** Of what the judge leaves out, the share that people will count in; 0.05 if not given. */
  readonly wronglyLeftOut?: number;
  /** Of what the judge counts in, the share that people will leave out; 0 if not given. */
  readonly wronglyCountedIn?: number;
}

export interface PlanWish {
  /** The frame by stratum, with the judge's verdicts in each (as in `QueueStratum`). */
  readonly strata: readonly {
    readonly name: string;
    readonly judged: Readonly<Partial<Record<JudgeVerdict, number>>>;
  }[];
  readonly guess: Guess;
  /** Half of the interval's width that one wants at most, 0..0.5. */
  readonly halfWidth: number;
  readonly estimand: Estimand;
}

/** `simple`, `flagged-plus-random` don't look at the wish's strata; the others share out over them. */
export type PlannedDesign = 'simple' | 'flagged-plus-random' | 'proportional' | 'neyman';

export interface PlannedSample {
  readonly design: PlannedDesign;
  readonly method: CorrectionMethod;
  /** Labels needed in all; undefined where even all transcripts wouldn't do, as for `model` in a small run. */
  readonly labels: number | undefined;
  /** How they are shared out (`flagged` and `unflagged` for flagged-plus-random, `all` for simple). */
  readonly strata: readonly { readonly name: string; readonly size: number; readonly labels: number }[];
  /** Half width to be expected with these, or with all where they don't do. */
  readonly halfWidth: number;
  /** A sentence. */
  readonly words: string;
}

/** Labels needed for a wished half-width, by design and method, fewest first; to be asked before labelling, not while. */
export function planSample(wish: PlanWish): readonly PlannedSample[] {
  void wish;
  return [];
}
