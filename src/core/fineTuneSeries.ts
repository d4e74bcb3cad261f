/** Metrics of a fine-tuning job by step, as its provider writes them (formats F14, protocol P13). */
export interface FineTuneSeries {
  readonly file: string;
  readonly columns: readonly string[];
  /** One row a step: the step, then a value for each of `columns`; null for a blank cell. */
  readonly rows: readonly { readonly step: number; readonly values: readonly (number | null)[] }[];
  /** How many answers the task has that are equally likely to a guesser, where it was said. */
  readonly answers?: number;
}
