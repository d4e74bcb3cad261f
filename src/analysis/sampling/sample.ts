/** What a probability sample is, and what is kept of it so that others can check and extend it. */

/** A transcript that could be drawn, with the stratum it was in when the sample was first drawn. */
export interface FrameUnit {
  /** Content key as written. */
  readonly key: string;
  /** Any name; one for all is simple random sampling. */
  readonly stratum: string;
}

export interface DrawnUnit extends FrameUnit {
  /** The chance it had to be drawn: drawn of its stratum / size of its stratum, over 0 and at most 1. */
  readonly probability: number;
}

export interface Stratum {
  readonly name: string;
  /** Transcripts in it, N. */
  readonly size: number;
  /** Drawn of them, n. Zero: nothing can be said of the whole without assuming something of this stratum. */
  readonly drawn: number;
}

export interface AuditSample {
  readonly seed: string;
  /** By name. */
  readonly strata: readonly Stratum[];
  /**
   * Those drawn, in the order to label them: the permanent one over all strata together. Stopping early leaves a valid
   * smaller sample, as long as it isn't the labels that decide when.
   */
  readonly units: readonly DrawnUnit[];
}
