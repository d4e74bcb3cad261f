import type { ExportColumns, ExportedTranscript } from '../core/exported.ts';
import type { LabelEvent } from '../core/labelEvent.ts';
import type { LabelFileVersion, SchemeVersion } from '../core/labelFile.ts';
import type { QueueDefinition } from '../core/queue.ts';

/** A piece of a file to be written, with the number of transcripts or events in it. */
export interface ExportChunk {
  readonly text: string;
  /** Bytes that are written behind the text as they are: of a file that is copied in part. */
  readonly bytes?: Uint8Array;
  readonly count: number;
}

/** Anything a `for await` reads: rows straight from a statement, or batches fetched one after the other. */
export type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** Label events in file order (annotator, sequence, event id) and the schemes they name. */
export interface LabelSource {
  readonly schemes: readonly SchemeVersion[];
  readonly events: Rows<LabelEvent>;
  /** Queues that the events name; absent: none. */
  readonly queues?: Iterable<QueueDefinition>;
  /** What the file says it is: 2 where events or queues need it (`versionOfEvent`); absent: 1. */
  readonly version?: LabelFileVersion;
}

export interface TranscriptSource {
  /** Which metric and label columns a table needs; `surveyColumns` finds them where a query can't. */
  readonly columns: ExportColumns;
  /** What the versions of label schemes stand for; those that aren't known are left out. */
  readonly schemes?: readonly SchemeVersion[];
  readonly rows: Rows<ExportedTranscript>;
}

export interface TranscriptExportOptions {
  /** Defuse cells that a spreadsheet would run as formulas, and name them in a column of their own. */
  readonly neutralise: boolean;
  /** Whose labels are written where a format has room for one; absent: those on which all agree. */
  readonly annotator?: string;
}

/** One file format that is written. Adding one is one file and one line in `registry.ts`. */
export interface Exporter<Source, Options> {
  readonly id: string;
  /** As the save dialog names it. */
  readonly title: string;
  readonly extension: string;
  /** The whole file in pieces, in order, in constant memory. */
  chunks(source: Source, options: Options): AsyncIterable<ExportChunk>;
}

export type LabelExporter = Exporter<LabelSource, null>;
export type TranscriptExporter = Exporter<TranscriptSource, TranscriptExportOptions>;
