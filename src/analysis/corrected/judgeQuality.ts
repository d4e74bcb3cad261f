import type { Estimate } from '../agreement/figure.ts';
import type { AuditInput, Refusal } from './auditInput.ts';

/** How well the judge does by people's standard, over the whole frame and not only over what was labelled. */
export interface JudgeQuality {
  /** Of what people call positive, the share the judge flagged. */
  readonly sensitivity: Estimate;
  /** Of what people call negative, the share the judge didn't flag. */
  readonly specificity: Estimate;
  /** Of what the judge flagged, the share people call positive. */
  readonly precision: Estimate;
  /** Of what the judge calls negative, the share people call negative. */
  readonly negativePredictiveValue: Estimate;
  /** Of what people count in, the share that the judge counts in too, and of what they leave out, the share it leaves out. */
  readonly gateSensitivity: Estimate;
  readonly gateSpecificity: Estimate;
  readonly labels: number;
  readonly cautions: readonly string[];
}

/** Weighted sensitivity, specificity, precision and the like, with intervals, from a probability sample. */
export function judgeQuality(input: AuditInput): JudgeQuality | Refusal {
  void input;
  return { method: 'labels-only', estimand: 'model', reason: 'too-few-labels', words: '' };
}
