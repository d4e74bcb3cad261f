/** The part of the store's port that is about findings. */
import type { FindingCertainty, FindingSeverity } from './finding.ts';
import type { TranscriptRow } from './ports.ts';

/** A finding as the trees and the transcript page show it. */
export interface FindingRow {
  readonly findingId: number;
  readonly runId: number;
  readonly runName: string;
  readonly rule: string;
  readonly key: string;
  readonly severity: FindingSeverity;
  readonly certainty: FindingCertainty;
  readonly title: string;
  readonly detail: string;
  readonly transcripts: number;
  readonly foundAt: string;
  /** The numbers it speaks of. */
  readonly figures: Readonly<Record<string, number>>;
  /** Other runs it is about; empty for most. */
  readonly otherRunIds: readonly number[];
  /** The last act on it, where it stands dismissed. */
  readonly dismissed: { readonly reason: string; readonly annotator: string; readonly time: string } | null;
}

export interface FindingStore {
  /**
   * Findings of runs that aren't deleted, dismissed ones included: all, or those that concern one transcript. A finding
   * between runs shows only while one of the other runs does.
   */
  findings(transcriptId?: number): readonly FindingRow[];
  /** Transcripts of a finding by id, `limit` from behind `after`. */
  findingTranscripts(findingId: number, after: number, limit: number): readonly TranscriptRow[];
  /** The id of the `count`-th transcript of a finding behind `after`, or of its last one; undefined behind the end. */
  findingStep(findingId: number, after: number, count: number): number | undefined;
  /** How many transcripts of a finding have ids above `after` and up to `upTo`. */
  findingSpan(findingId: number, after: number, upTo: number): number;
  /** The transcript of a finding next to an id, which need not be one of them. */
  findingNeighbour(findingId: number, id: number, direction: 'next' | 'previous'): number | undefined;
  /** Appends the act; a dismissal needs a reason. */
  markFinding(
    findingId: number,
    act: { readonly action: 'dismiss' | 'restore'; readonly reason: string; readonly annotator: string },
  ): void;
}
