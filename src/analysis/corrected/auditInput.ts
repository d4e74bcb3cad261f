/** What corrected rates are made from: the judge's verdicts on all, people's on a probability sample. */
import type { JudgeVerdict, VerdictRule } from '../../core/verdictRule.ts';
import type { StratumResponse } from '../sampling/response.ts';

/** Transcripts of the frame (all that could be drawn), counted by stratum, prompt and the judge's verdict. */
export interface FrameCell {
  readonly stratum: string;
  /** The unit that clusters: any text that is the same for answers to the same prompt. */
  readonly prompt: string;
  readonly judge: JudgeVerdict;
  readonly n: number;
}

/** What a person said: `excluded` is outside the gate. Undecided is nonresponse and no unit. */
export type HumanClass = 'positive' | 'negative' | 'excluded';

/** One labelled transcript that counts (`CountedUnit` with its verdicts). */
export interface LabelledUnit {
  readonly stratum: string;
  readonly prompt: string;
  readonly judge: JudgeVerdict;
  readonly human: HumanClass;
}

export interface AuditInput {
  readonly frame: readonly FrameCell[];
  /** Of `accountForSample`: sizes, how many were drawn, reached, answered, skipped or unsure. */
  readonly strata: readonly StratumResponse[];
  readonly units: readonly LabelledUnit[];
  readonly missing: VerdictRule['missing'];
  /**
   * How the labels came to be chosen. Anything but `sample` (the default) is refused: `by-hand` are labels of no sample,
   * `mixed` a sample's together with others.
   */
  readonly chosen?: 'sample' | 'by-hand' | 'mixed';
}

/** `run`: the rate among the transcripts that there are; `model`: among answers that the model would give. */
export type Estimand = 'run' | 'model';

export type CorrectionMethod = 'labels-only' | 'rogan-gladen' | 'difference' | 'ppi';

/** A rate with a 95 % interval of a width above zero. */
export interface RateEstimate {
  readonly method: CorrectionMethod;
  readonly estimand: Estimand;
  /** True where prompts, and not answers, are what was counted as independent. */
  readonly clustered: boolean;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** Labels it rests on. */
  readonly labels: number;
  /** What must be said beside it, in sentences: nonresponse, floors that were used, few prompts. */
  readonly cautions: readonly string[];
}

/** First rate less the second, with a 95 % interval of a width above zero. */
export interface DifferenceEstimate {
  readonly method: CorrectionMethod;
  readonly estimand: Estimand;
  readonly clustered: boolean;
  /** True where the arms share prompts and their differences were taken prompt by prompt. */
  readonly paired: boolean;
  /** -1..1 */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Labels of both arms. */
  readonly labels: number;
  readonly cautions: readonly string[];
}

/** Why no figure is given; `words` is a sentence with what to do about it. */
export interface Refusal {
  readonly method: CorrectionMethod;
  readonly estimand: Estimand;
  /** Set where it is the clustered figure that is refused, and the other one may stand. */
  readonly clustered?: boolean;
  readonly reason:
    | 'no-probability-sample'
    | 'too-few-labels'
    | 'stratum-without-labels'
    | 'not-identified'
    | 'too-few-prompts';
  readonly words: string;
}
