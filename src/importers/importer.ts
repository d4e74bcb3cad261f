import type { ImportProblem, ImportedTranscript } from '../core/imported.ts';
import type { ColumnMapping, Recognition } from '../core/importPlan.ts';
import type { VerdictRule } from '../core/verdictRule.ts';

/** The beginning of a file, decoded, and what is known about the whole. */
export interface FileHead {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** The first bytes (at most 256 KiB) as text; complete when the file is no longer than that. */
  readonly text: string;
  readonly complete: boolean;
}

/** What `read` yields: kept rows and problems, in source order. */
export type ImportItem =
  | { readonly kind: 'transcript'; readonly transcript: ImportedTranscript }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

export interface ReadOptions {
  readonly path: string;
  readonly mapping?: ColumnMapping;
  /** Name of the suite for probes that the file names without saying where they belong: the study's or the run's. */
  readonly suite?: string;
  readonly signal: AbortSignal;
  /** Called now and then with the bytes consumed so far. */
  readonly onBytes: (bytes: number) => void;
  /** Called with every byte of the file as it is read, in order, so that it can be hashed on the way. */
  readonly onRaw?: (bytes: Uint8Array) => void;
}

/** One file format. Adding one is one file and one line in `registry.ts`. */
export interface Importer {
  readonly id: string;
  /** Raised when the same bytes would now be read differently. */
  readonly version: number;
  /** Undefined when the file is not of this format; a refusal when it is, but holds nothing to import. */
  recognise(head: FileHead): Recognition | undefined;
  /** Streams the file with constant memory, in batches; throws AuditError when the file as a whole can't be read. */
  read(options: ReadOptions): AsyncIterable<readonly ImportItem[]>;
  /** The rule that the format's authors use on these metrics; undefined when there is none. */
  defaultRule(head: FileHead, mapping?: ColumnMapping): VerdictRule | undefined;
}
