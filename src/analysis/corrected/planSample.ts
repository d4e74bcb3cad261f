import { groupedNumber } from '../../core/groupedNumber.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { CorrectionMethod, Estimand } from './auditInput.ts';
import { boundsOf, estimatorOf } from './estimates.ts';
import { type Design, designsOf, frameOf, type Guess, type PlanFrame } from './planDesigns.ts';
import { expectedTable } from './expectedTable.ts';

export type { Guess } from './planDesigns.ts';

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

/** `simple` and `flagged-plus-random` don't look at the wish's strata; the others share out over them. */
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

const METHODS: readonly CorrectionMethod[] = ['ppi', 'labels-only'];

/**
 * Labels needed for a wished half-width, by design and method, fewest first; to be asked before labelling, not while: to
 * label until the interval looks narrow enough makes it hold far less often than it says.
 *
 * The half-width is that of the very intervals that are printed later (unclustered), from the numbers of labels that the
 * guess leads one to expect; the audit's own may come out wider or narrower. The smallest such number is found by bisection.
 */
export function planSample(wish: PlanWish): readonly PlannedSample[] {
  const frame = frameOf(wish.strata);
  if (frame.size === 0) return [];
  const plans = designsOf(frame, wish.guess).flatMap((design) =>
    METHODS.map((method) => planned(wish, frame, design, method)),
  );
  return plans.sort((one, other) => (one.labels ?? Infinity) - (other.labels ?? Infinity));
}

function planned(wish: PlanWish, frame: PlanFrame, design: Design, method: CorrectionMethod): PlannedSample {
  const halfAt = (labels: number): number => expectedHalfWidth(wish, frame, design, method, labels);
  const whole = halfAt(frame.size);
  if (!(whole <= wish.halfWidth)) {
    return {
      design: design.name,
      method,
      labels: undefined,
      strata: design.share(frame.size),
      halfWidth: whole,
      words: `Even all ${groupedNumber(frame.size)} transcripts give ±${percent(whole)} only: the run itself is too small.`,
    };
  }
  let [low, high] = [Math.min(frame.size, design.least) - 1, frame.size];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (halfAt(middle) <= wish.halfWidth) high = middle;
    else low = middle;
  }
  const half = halfAt(high);
  return {
    design: design.name,
    method,
    labels: high,
    strata: design.share(high),
    halfWidth: half,
    words: `About ${groupedNumber(high)} labels, ${design.words}, to know the rate to ±${percent(half)} ${method === 'ppi' ? 'with the judge’s help' : 'from labels alone'}.`,
  };
}

/** Half the width that the interval of such an audit is expected to have; Infinity where there would be none. */
export function expectedHalfWidth(
  wish: Pick<PlanWish, 'guess' | 'estimand'>,
  frame: PlanFrame,
  design: Design,
  method: CorrectionMethod,
  labels: number,
): number {
  const estimator = estimatorOf(method, expectedTable(frame, design, wish.guess, labels), 'drop');
  const bounds = estimator && boundsOf(estimator, wish.estimand, false);
  return bounds === undefined ? Infinity : (bounds.high - bounds.low) / 2;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} points`;
}
