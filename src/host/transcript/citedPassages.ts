/** The passages that judges cite, and where they stand in a transcript. Pure. */
import { quoteAnchor } from '../../core/anchorQuote.ts';
import type { StoredJudgment } from '../../core/ports.ts';
import type { Turn } from '../../core/transcript.ts';
import type { QuoteView } from '../../protocol/transcriptParts.ts';
import { cutText } from './cutText.ts';

const MOST_PASSAGES = 100;
const MOST_CHARACTERS = 4_000;
/** Characters of a transcript, and those times passages, that are looked through at once; about 10 ms each. */
const CHARACTERS_AT_ONCE = 60_000;
const LOOKS_AT_ONCE = 1_000_000;

export interface Passage {
  readonly quote: string;
  readonly note?: string;
}

/** What one judgment cites: passages it says something of, then those it only quotes; each once. */
export function citedPassages({ citations = [], quotes = [] }: Partial<StoredJudgment>): readonly Passage[] {
  const passages = new Map<string, Passage>();
  for (const { quote, note } of [...citations, ...quotes.map((text) => ({ quote: text, note: undefined }))]) {
    const key = `${quote}\n${note ?? ''}`;
    if (quote.trim() === '' || passages.has(key)) continue;
    if (
      note === undefined &&
      citations.some((citation) => citation.quote === quote && citation.note !== undefined)
    )
      continue;
    passages.set(key, {
      quote: cutText(quote, MOST_CHARACTERS),
      ...(note === undefined || note === '' ? {} : { note: cutText(note, MOST_CHARACTERS) }),
    });
    if (passages.size >= MOST_PASSAGES) break;
  }
  return [...passages.values()];
}

/**
 * The passages of each judgment with their places; marked as pending where looking would hold up the host.
 *
 * @param turns the transcript's own turns, as far as they are at hand
 * @param isWhole whether those are all of them
 * @param hasBranches whether there are other turns, where passages may stand that aren't in these
 */
export function passagesWithPlaces(
  judgments: readonly StoredJudgment[],
  turns: readonly Turn[],
  isWhole: boolean,
  hasBranches: boolean,
): readonly (readonly QuoteView[])[] {
  const cited = judgments.map(citedPassages);
  const count = cited.reduce((sum, passages) => sum + passages.length, 0);
  if (count === 0) return cited.map(() => []);
  const characters = turns.reduce(
    (sum, turn) => sum + turn.parts.reduce((size, part) => size + part.text.length, 0),
    0,
  );
  const atOnce = isWhole && characters <= CHARACTERS_AT_ONCE && characters * count <= LOOKS_AT_ONCE;
  const placesOf = quoteAnchor(turns);
  return cited.map((passages) =>
    passages.map((passage) => {
      const places = atOnce ? placesOf(passage.quote) : [];
      const isPending = !atOnce || (places.length === 0 && hasBranches);
      return isPending ? { ...passage, places, pending: true } : { ...passage, places };
    }),
  );
}
