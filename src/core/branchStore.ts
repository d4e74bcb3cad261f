/** The part of the store's port that is about branches, and what files say of their run. */
import type { Turn } from './transcript.ts';

/** A branch of a transcript without its turns; see `Branch`. */
export interface BranchRow {
  /** From 1. */
  readonly index: number;
  readonly view: string;
  readonly name: string;
  readonly parent: number | null;
  readonly shared: number;
  /** Shared ones included. */
  readonly turnCount: number;
}

export interface BranchStore {
  /** Other courses of the conversation, in order; the transcript's own turns are branch 0 and not listed. */
  branches(id: number): readonly BranchRow[];
  /** Turns of a branch, shared ones included, by index from its beginning. */
  branchTurns(id: number, branch: number, from: number, count: number): readonly Turn[];
  /** What files say of a run as a whole, in the order stored. */
  runFacts(runId: number): readonly { readonly name: string; readonly value: unknown }[];
}
