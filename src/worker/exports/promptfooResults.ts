/** promptfoo's results with people's labels as ratings by hand. */
import { AuditError } from '../../core/errors.ts';
import { changeJson } from '../../exporters/exactJson.ts';
import type { ExportChunk } from '../../exporters/exporter.ts';
import { fieldsOf, type Fields } from '../../exporters/fields.ts';
import { ratedByHand, type HumanRating } from '../../exporters/promptfoo/rateByHand.ts';
import { splicedFile, type Splice } from '../../exporters/spliceFile.ts';
import { readChunks } from '../../importers/byteSource.ts';
import { readJsonPieces } from '../../importers/jsonPieces.ts';
import { parseLenientJson } from '../../importers/lenientJson.ts';
import { LinePlaces } from '../../importers/lineIndex.ts';
import { openHead } from '../../importers/openText.ts';
import { promptfooLayout } from '../../importers/promptfooResults.ts';

const RESULTS = 'results.results.*';

/** The rating of the result in that row (from 1); undefined where there is none. */
export type RatingAt = (row: number) => HumanRating | undefined;

/** A result as it stands in the file. */
interface Found {
  readonly row: number;
  readonly text: string;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * The results file, in either of its forms, with the rated results anew and every other byte as it was.
 *
 * @throws AuditError `bad-input` for a compressed file, or one that isn't UTF-8
 */
export function ratedResults(
  path: string,
  ratingAt: RatingAt,
  signal: AbortSignal,
): AsyncIterable<ExportChunk> {
  return splicedFile(path, splices(path, ratingAt, signal));
}

async function* splices(path: string, ratingAt: RatingAt, signal: AbortSignal): AsyncGenerator<Splice> {
  const isLines = promptfooLayout(await openHead(path)) === 'lines';
  for await (const { row, text, offset, bytes } of isLines ? lines(path, signal) : members(path, signal)) {
    const rating = ratingAt(row);
    if (rating === undefined) continue;
    const result = fieldsOf(parseLenientJson(text));
    if (result === undefined || ratedByHand(result, rating) === undefined) continue;
    if (offset < 0) {
      throw new AuditError('bad-input', `${path} is compressed, or not UTF-8.`, 'Unpack it and import it.');
    }
    yield { offset, bytes, text: changeJson(text, (value) => ratedByHand(value as Fields, rating)) };
  }
}

async function* members(path: string, signal: AbortSignal): AsyncGenerator<Found> {
  const options = { path, signal, onBytes: () => undefined, patterns: [RESULTS] };
  for await (const events of readJsonPieces(options)) {
    for (const event of events) if ('pattern' in event) yield event;
  }
}

/** Lines are numbered as the importer numbers them, empty ones counted. */
async function* lines(path: string, signal: AbortSignal): AsyncGenerator<Found> {
  let found: Found[] = [];
  let isPlain = true;
  const places = new LinePlaces((buffer, offset, row) => {
    // What stands behind the value, a carriage return perhaps, stays.
    let bytes = buffer.length;
    while (bytes > 0 && (buffer[bytes - 1] ?? 0) <= 32) bytes--;
    found.push({ row, text: buffer.toString('utf8', 0, bytes), offset: isPlain ? offset : -1, bytes });
  });
  for await (const { bytes, offset } of readChunks({ path, signal, onBytes: () => undefined })) {
    isPlain &&= offset >= 0;
    places.push(bytes, offset);
    yield* found;
    found = [];
  }
  places.finish();
  yield* found;
}
