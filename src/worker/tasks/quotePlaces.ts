import { quoteAnchor, type QuotePlace } from '../../core/anchorQuote.ts';
import { AuditError } from '../../core/errors.ts';
import type { Turn } from '../../core/transcript.ts';
import { createTurnReader } from '../../storage/rows/turnRows.ts';
import type { TaskContext } from '../task.ts';

export interface QuotePlacesParams {
  readonly transcriptId: number;
  /** Passages by judgment. */
  readonly quotes: readonly (readonly string[])[];
}

const TURNS_AT_ONCE = 500;

/** Where passages stand in a transcript's own turns; for long ones, which the host can't look through in time. */
export async function quotePlaces(
  { transcriptId, quotes }: QuotePlacesParams,
  context: TaskContext,
): Promise<readonly (readonly (readonly QuotePlace[])[])[]> {
  const read = createTurnReader((await context.database()).db);
  const turns: Turn[] = [];
  for (;;) {
    const some = read(transcriptId, turns.length, TURNS_AT_ONCE);
    turns.push(...some);
    if (some.length < TURNS_AT_ONCE) break;
  }
  const placesOf = quoteAnchor(turns);
  const found: (readonly QuotePlace[])[][] = [];
  for (const passages of quotes) {
    const places: (readonly QuotePlace[])[] = [];
    for (const quote of passages) {
      // Others have their turn in between.
      await new Promise((resolve) => setImmediate(resolve));
      if (context.signal.aborted) throw new AuditError('cancelled', 'No longer looked for.');
      places.push(placesOf(quote));
    }
    found.push(places);
  }
  return found;
}
