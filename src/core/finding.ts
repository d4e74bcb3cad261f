/** Something suspicious that a rule found in a run (domain.md, *Findings*). */

/** `wrong`: a number built on this is wrong. `doubtful`: it may be. `note`: worth knowing when reading one. */
export const FINDING_SEVERITIES = ['wrong', 'doubtful', 'note'] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** `certain`: follows from the data. `likely`: rarely otherwise. `hint`: look for yourself. */
export type FindingCertainty = 'certain' | 'likely' | 'hint';

/** What a rule says of itself; shown by *Explain* and in the settings. */
export interface FindingRuleText {
  /** Stable, for settings and dismissals, for example `conditionNotApplied`. */
  readonly id: string;
  /** Raised when the same rows would now be judged otherwise: runs are checked anew. */
  readonly version: number;
  readonly title: string;
  readonly looksFor: string;
  readonly whyItMatters: string;
  /** Paper, discussion or file where it was seen. */
  readonly source: string;
  readonly severity: FindingSeverity;
  readonly certainty: FindingCertainty;
}

/** Ids of transcripts, ascending, each once; however they are kept. */
export interface TranscriptIds extends Iterable<number> {
  readonly length: number;
}

/** One thing found. */
export interface FoundFinding {
  /**
   * What tells it from others of its rule in the same run, stable from check to check (a probe's name, a metric, another
   * run's file hash): a dismissal holds for rule, run contents and key.
   */
  readonly key: string;
  /** In one line with its numbers, for example "190 of 1,200 answers to JSON probes aren’t JSON". */
  readonly title: string;
  /** More, as Markdown: the rates under other policies, what to do. */
  readonly detail: string;
  readonly severity: FindingSeverity;
  readonly certainty: FindingCertainty;
  /** Exactly the transcripts concerned, ascending; empty for findings about a run as a whole. */
  readonly transcriptIds: TranscriptIds;
  /** The numbers it speaks of, for exports and tests. */
  readonly figures: Readonly<Record<string, number>>;
  /** Other runs it is about, for findings between runs. */
  readonly otherRunIds?: readonly number[];
}
