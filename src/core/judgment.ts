/** What judges said. */

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

export type JudgeKind = 'score-by-token-probabilities' | 'number-in-text' | 'class' | 'boolean' | 'imported';

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
}
