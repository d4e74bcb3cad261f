/** What importers produce and the import writer stores. */
import type { Judgment } from './judgment.ts';
import type { Turn } from './transcript.ts';

/** One transcript read from a file, before it has an identity. */
export interface ImportedTranscript {
  /** Which answer of the file this is: 1-based data row (CSV) or line (JSON Lines), for the user to find it again. */
  readonly row: number;
  /** 1-based physical line where the row begins. */
  readonly line: number;
  readonly suite: string;
  readonly probe: string;
  /** The paraphrase asked, as recorded; usually the last user turn before the answer. */
  readonly prompt: string;
  /** Absent when the file doesn't say; the import plan fills it. */
  readonly model?: string;
  readonly group?: string;
  readonly condition?: string;
  /** Sample index as recorded; counted by the writer when absent. */
  readonly sample?: number;
  readonly turns: readonly Turn[];
  readonly judgments: readonly Judgment[];
  /** Sampling parameters, usage, finish reason, and any column that has no role, kept as recorded. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A row that was not kept (`error`), or kept with something changed or missing (`warning`). */
export interface ImportProblem {
  readonly row: number;
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly reason: string;
  /** The beginning of the offending text, at most 500 characters. */
  readonly excerpt: string;
}
