import type { ExportChunk, Rows } from './exporter.ts';

/** Text is handed on in pieces of about this many characters. */
const CHUNK_CHARACTERS = 128 * 1024;

/**
 * Formats rows one at a time and joins the texts to pieces; holds one piece in memory and no more. Rows of which nothing
 * is written (an empty text) don't count.
 */
export async function* chunked<T>(rows: Rows<T>, format: (row: T) => string): AsyncGenerator<ExportChunk> {
  let text = '';
  let count = 0;
  for await (const row of rows) {
    const piece = format(row);
    if (piece === '') continue;
    text += piece;
    count += 1;
    if (text.length >= CHUNK_CHARACTERS) {
      yield { text, count };
      text = '';
      count = 0;
    }
  }
  if (count > 0) yield { text, count };
}
