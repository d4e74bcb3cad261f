/** promptfoo's results with people's labels as ratings by hand. */
import { AuditError } from '../../core/errors.ts';
import { changeJson } from '../../exporters/exactJson.ts';
import type { ExportChunk } from '../../exporters/exporter.ts';
import { fieldsOf, type Fields } from '../../exporters/fields.ts';
import { ratedByHand, type HumanRating } from '../../exporters/promptfoo/rateByHand.ts';
import { splicedFile, type Splice } from '../../exporters/spliceFile.ts';
import { readJsonPieces } from '../../importers/jsonPieces.ts';
import { parseLenientJson } from '../../importers/lenientJson.ts';

const RESULTS = 'results.results.*';

/** The rating of the result in that row (from 1); undefined where there is none. */
export type RatingAt = (row: number) => HumanRating | undefined;

/** The results file with the rated results anew, every other byte as it was. */
export function ratedResults(
  path: string,
  ratingAt: RatingAt,
  signal: AbortSignal,
): AsyncIterable<ExportChunk> {
  return splicedFile(path, splices(path, ratingAt, signal));
}

async function* splices(path: string, ratingAt: RatingAt, signal: AbortSignal): AsyncGenerator<Splice> {
  for await (const events of readJsonPieces({
    path,
    signal,
    onBytes: () => undefined,
    patterns: [RESULTS],
  })) {
    for (const event of events) {
      if (!('pattern' in event)) continue;
      const rating = ratingAt(event.row);
      if (rating === undefined) continue;
      const result = fieldsOf(parseLenientJson(event.text));
      if (result === undefined || ratedByHand(result, rating) === undefined) continue;
      if (event.offset < 0) {
        throw new AuditError('bad-input', `${path} is compressed, or not UTF-8.`, 'Unpack it and import it.');
      }
      const text = changeJson(event.text, (value) => ratedByHand(value as Fields, rating));
      yield { offset: event.offset, bytes: event.bytes, text };
    }
  }
}
