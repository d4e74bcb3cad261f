/** What judges said. */
import type { JudgeKindName } from './eval/suite.ts';

/** Why a judgment has no value. `unknown` is what a blank cell means: refusal, code and failure look alike there. */
export const MISSING_REASONS = [
  'refusal',
  'code',
  'parse-failure',
  'provider-error',
  'filtered',
  'truncated',
  'not-asked',
  'unknown',
] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

export type JudgmentValue =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'class'; readonly text: string }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'missing'; readonly reason: MissingReason };

/** Token to probability, as the judge's endpoint returned them (linear probabilities, not logarithms). */
export type TokenDistribution = Readonly<Record<string, number>>;

/** The kinds that can be launched (src/judges), what a probe's own kind tells without a judge, and what files bring. */
export type JudgeKind = JudgeKindName | 'probe' | 'imported';

/** A scorer. Two judges that differ in any of these fields are two versions. */
export interface Judge {
  readonly name: string;
  readonly kind: JudgeKind;
  readonly model?: string;
  readonly prompt?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** What one judge version said of one transcript on one metric. */
export interface Judgment {
  readonly metric: string;
  /** The ends of the metric's scale, where it has one. */
  readonly scale?: { readonly minimum: number; readonly maximum: number };
  readonly judge: Judge;
  readonly value: JudgmentValue;
  /** The judge's text or the cell as recorded; parsed values are lossy. */
  readonly raw?: string;
  readonly distribution?: TokenDistribution;
  readonly rationale?: string;
  /** Passages of the transcript that the judge cites, as it wrote them. */
  readonly quotes?: readonly string[];
  /** What the judge says of passages it cites. Positions in files are not trusted: quotes are found anew when shown. */
  readonly citations?: readonly Citation[];
}

/** A passage and what is said of it. */
export interface Citation {
  /** As the judge wrote it; `[...]` leaves something out between its parts. */
  readonly quote: string;
  readonly note?: string;
  /** The message it names, as recorded, where it names one. */
  readonly messageId?: string;
}
