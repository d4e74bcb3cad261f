/** What all estimators are made from: counts by stratum, class of the judge and prompt. */
import type { JudgeVerdict } from '../../core/verdictRule.ts';

/** Classes of the judge's verdict that differ in what they tell: whatever can't be told is one of its own. */
export const JUDGE_CLASSES = ['positive', 'negative', 'excluded', 'unknown'] as const;
export type JudgeClass = (typeof JUDGE_CLASSES)[number];

/** The judge's verdict as far as it tells anything. */
export function judgeClassOf(verdict: JudgeVerdict): JudgeClass {
  return verdict === 'positive' || verdict === 'negative' || verdict === 'excluded' ? verdict : 'unknown';
}

/** Transcripts of one group of strata in one class of the judge. */
export interface AuditCell {
  readonly group: number;
  readonly judge: JudgeClass;
  /** Transcripts of the frame. */
  readonly size: number;
  /** Of them, labelled. */
  readonly labels: number;
  /** Labels that the shares rest on; where strata with a little different fractions are put together, the effective number. */
  readonly n: number;
  /** Of n, by people. The rest is outside the gate. */
  readonly positive: number;
  readonly negative: number;
}

/** Strata that were sampled by the same fraction, or one that stands for itself. */
export interface AuditGroup {
  readonly size: number;
  readonly labels: number;
  /** Effective number of labels, as in its cells. */
  readonly n: number;
}

/** A prompt's part of a cell: transcripts of the frame, and labels weighted to the size of their group. */
export interface PromptPart {
  readonly cell: number;
  readonly size: number;
  /** Sum of size/answered of their strata over labels, and over those of them that are positive and negative. */
  readonly weight: number;
  readonly positive: number;
  readonly negative: number;
}

export interface AuditTable {
  readonly cells: readonly AuditCell[];
  readonly groups: readonly AuditGroup[];
  /** Transcripts of the frame, N. */
  readonly size: number;
  /** Labels that count. */
  readonly labels: number;
  /** Whether the judge or people leave anything out. */
  readonly gated: boolean;
  /** Whether some stratum has both flagged and other transcripts; not so where strata are by the judge's verdict. */
  readonly judgeVaries: boolean;
  readonly prompts: readonly (readonly PromptPart[])[];
  /** Of the prompts, in the same order. */
  readonly promptNames: readonly string[];
}
