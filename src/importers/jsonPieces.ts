/** Takes the values that matter out of a JSON document that is too big to be parsed whole. */
import type { ImportProblem } from '../core/imported.ts';
import { readChunks, type ByteSourceOptions } from './byteSource.ts';
import { JsonPieceSplitter } from './jsonPieceSplitter.ts';

/** A value that stands where a pattern says. */
export interface JsonPiece {
  /** The pattern, as given. */
  readonly pattern: string;
  /** Where it stands: names in objects, numbers from 0 in lists. */
  readonly keys: readonly (string | number)[];
  /** Counts the pieces of this pattern in source order, from 1; those left out are counted. */
  readonly row: number;
  /** 1-based physical line on which the value begins. */
  readonly line: number;
  /** Where its first byte stands in the file; -1 when the file isn't plain UTF-8. */
  readonly offset: number;
  /** How many bytes it has there; bytes that aren't UTF-8 are longer in `text`. */
  readonly bytes: number;
  /** The value as recorded; not checked, and perhaps with bare `NaN`: for `parseLenientJson`. */
  readonly text: string;
  /** File offset of the first byte that isn't UTF-8, if any. */
  readonly invalidAt: number | undefined;
}

/** The last event: the document without its pieces. */
export interface JsonPiecesRest {
  /**
   * JSON, as far as the document is; for `parseLenientJson`. Pieces are left out of it with their names, places in
   * lists included; of a document that ends in the middle it is what stood before, closed. Empty for an empty file.
   */
  readonly rest: string;
  /** False when the document ends in the middle or isn't JSON from some place on: a problem said so before. */
  readonly complete: boolean;
  /** True when members were left out because the rest was over 16 MiB. */
  readonly shortened: boolean;
}

export type JsonPiecesEvent = JsonPiece | { readonly problem: ImportProblem } | JsonPiecesRest;

export interface JsonPiecesOptions extends ByteSourceOptions {
  /**
   * Names with dots between them; `*` stands for any one name or place in a list: `samples.*`, `results.results.*`.
   * The outermost value that one of them fits is taken whole; the first of several that fit names it.
   */
  readonly patterns: readonly string[];
}

/**
 * Reads a document in one pass with constant memory: batches of pieces in source order as their ends are reached, and at
 * the very end the rest. A value over 64 MiB, or nested over 500 deep, is reported and passed over.
 *
 * @throws AuditError as `readChunks` does
 */
export async function* readJsonPieces(
  options: JsonPiecesOptions,
): AsyncGenerator<readonly JsonPiecesEvent[]> {
  const splitter = new JsonPieceSplitter(options.patterns);
  for await (const { bytes, offset } of readChunks(options)) {
    const events = splitter.push(bytes, offset);
    if (events.length > 0) yield events;
  }
  yield splitter.finish();
}
