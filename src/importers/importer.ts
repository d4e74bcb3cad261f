import type { ImportProblem, ImportedSource, ImportedTranscript, RunFact } from '../core/imported.ts';
import type { BundleMember, ColumnMapping, Recognition } from '../core/importPlan.ts';
import type { VerdictRule } from '../core/verdictRule.ts';

/** The beginning of a file, decoded, and what is known about the whole. */
export interface FileHead {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** The first bytes (at most 256 KiB) as text; complete when the file is no longer than that. */
  readonly text: string;
  readonly complete: boolean;
  /** How the bytes on disk are compressed; `text` is what is in them. */
  readonly compression?: 'gzip' | 'zstd';
  /** Set for zip archives, whose `text` is empty. */
  readonly zip?: ZipHead;
  /** Set for Parquet tables, whose `text` is empty. */
  readonly parquet?: {
    readonly columns: readonly string[];
    readonly rows: number;
    /** The first rows as JSON objects, at most 50; none where they can't be had without unpacking much. */
    readonly first: readonly Readonly<Record<string, unknown>>[];
  };
}

/** What is known of a zip archive from its directory. */
export interface ZipHead {
  /** At most the first 10,000, as recorded: never to be used as a path. */
  readonly names: readonly string[];
  readonly count: number;
  /** Text of the few small members that tell what it is (`header.json`, `_journal/start.json`), where they are there. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What `read` yields: kept rows and problems, in source order. */
export type ImportItem =
  | { readonly kind: 'transcript'; readonly transcript: ImportedTranscript }
  | { readonly kind: 'problem'; readonly problem: ImportProblem }
  /** What follows comes from this file; only where a run is made of several. */
  | { readonly kind: 'source'; readonly source: ImportedSource }
  | { readonly kind: 'fact'; readonly fact: RunFact };

export interface ReadOptions {
  readonly path: string;
  readonly mapping?: ColumnMapping;
  /** Files that belong to it, found by a bundler (`bundles/registry.ts`). */
  readonly members?: readonly BundleMember[];
  /**
   * Whether a file of a folder is stored already, as it is now, when an import goes on where it was: the importer
   * passes over it.
   */
  readonly isStored?: (
    source: Pick<ImportedSource, 'path' | 'sizeBytes'> & {
      /** When it was written, milliseconds since 1970; one written since its import is read again, though it has the same size. */
      readonly modifiedMs: number;
    },
  ) => boolean;
  /** Name of the suite for probes that the file names without saying where they belong: the study's or the run's. */
  readonly suite?: string;
  readonly signal: AbortSignal;
  /** Called now and then with the bytes consumed so far. */
  readonly onBytes: (bytes: number) => void;
  /** Called with every byte of the file as it is read, in order, so that it can be hashed on the way. */
  readonly onRaw?: (bytes: Uint8Array) => void;
  /** Of a file that may grow meanwhile: only so many of its bytes are read. */
  readonly upTo?: number;
}

/** One file format. Adding one is one file and one line in `registry.ts`. */
export interface Importer {
  readonly id: string;
  /** Raised when the same bytes would now be read differently. */
  readonly version: number;
  /** True when a file holds one transcript as a rule: a folder of them becomes one run (`bundles/sameImporterFolder.ts`). */
  readonly onePerFile?: boolean;
  /** Undefined when the file is not of this format; a refusal when it is, but holds nothing to import. */
  recognise(head: FileHead): Recognition | undefined;
  /** Streams the file with constant memory, in batches; throws AuditError when the file as a whole can't be read. */
  read(options: ReadOptions): AsyncIterable<readonly ImportItem[]>;
  /** The rule that the format's authors use on these metrics; undefined when there is none. */
  defaultRule(head: FileHead, mapping?: ColumnMapping): VerdictRule | undefined;
}
