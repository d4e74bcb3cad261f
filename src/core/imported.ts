/** What importers produce and the import writer stores. */
import type { Judgment } from './judgment.ts';
import type { Confidence, LabelPart } from './labelEvent.ts';
import type { LabelScheme } from './labelScheme.ts';
import type { Branch, Turn } from './transcript.ts';

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
  /** Other courses of the conversation; labels and verdicts are about the turns above. */
  readonly branches?: readonly Branch[];
  /** What people said of it in the file. They become label events of these annotators, the same ones at every import. */
  readonly labels?: readonly ImportedLabel[];
}

/** A human label that a file carries. */
export interface ImportedLabel {
  /** For example `truthfulqa-multi annotator 1`: the file's name for the person, or one made from the file. */
  readonly annotator: string;
  readonly part: LabelPart;
  /** Kept with the event, so that it is known what the answer meant. */
  readonly scheme: LabelScheme;
  /** Id of an answer of the scheme; absent when only scores are given. */
  readonly answer?: string;
  readonly scores?: Readonly<Record<string, number>>;
  readonly note?: string;
  readonly flagged?: true;
  readonly confidence?: Confidence;
  /** ISO 8601; absent when the file doesn't say when. */
  readonly time?: string;
  /** Where it stands, in words: file, column. */
  readonly source: string;
}

/** A file that the transcripts after it come from, in a run made of several. */
export interface ImportedSource {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hexadecimal; empty when it was not read whole. */
  readonly sha256: string;
  /** Set when it holds no transcripts of its own but says something of those of the other files. */
  readonly ofOthers?: true;
}

/**
 * Something that a file says of its run as a whole, kept as recorded. Names that are used: `reportedTranscripts` (a
 * count), `reportedMetrics` (a list of `{scorer, metric, value, stderr?, n?}`), `status`, `tool` (which wrote it),
 * `baselines`, `fineTuneMetrics` (a `FineTuneSeries`).
 */
export interface RunFact {
  readonly name: string;
  readonly value: unknown;
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
