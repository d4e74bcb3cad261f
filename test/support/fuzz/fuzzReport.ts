/** What a child of the fuzzer tells its parent. */
import type { InputReading } from './readInput.ts';

export interface InputReport {
  readonly seed: number;
  readonly sample: string;
  readonly aim: string;
  readonly done: readonly string[];
  readonly outcome: InputReading['outcome'];
  readonly knownBy: string | undefined;
  readonly transcripts: number;
  /** Of the processor, not of the clock: other programs' load is nobody's fault. */
  readonly milliseconds: number;
  /** The process's highest meanwhile. */
  readonly peakMegabytes: number;
  readonly wrong: readonly string[];
}

export type ChildMessage =
  | {
      readonly kind: 'begin';
      readonly seed: number;
      readonly what: 'starting' | 'input' | 'storing';
      readonly about: string;
    }
  | { readonly kind: 'input'; readonly report: InputReport }
  /** Inputs were stored together, and the database was looked at. */
  | {
      readonly kind: 'stored';
      readonly seeds: readonly number[];
      readonly runs: number;
      readonly wrong: readonly string[];
    }
  | { readonly kind: 'end' };

export const LIMIT_SECONDS = 5;
export const LIMIT_MEGABYTES = 500;
