import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { QuoteView } from '../../../src/protocol/transcriptParts.ts';
import { MAIN } from '../branches/branchGroups.ts';
import { rangeOf, scrollToRange, shownTextOf, type ShownText } from '../find/ranges.ts';
import { usePage } from '../page/pageContext.ts';
import { isJudgeShown, type PageState } from '../page/pageState.ts';
import { foldKey } from '../reading/readingState.ts';
import { quoteOf, type QuotePlaceView } from './quoteState.ts';
import { renderedPassage } from './renderedPassage.ts';

/** Marks what judges cite in the turns that are drawn, as find marks its matches: no element is added to model text. */
export function useQuoteHighlights(scroller: RefObject<HTMLElement | null>, state: PageState): void {
  const page = usePage();
  const scrolledTo = useRef(0);
  useEffect(() => {
    const { highlights } = CSS;
    const { quotes, view, branch } = state;
    const isMarked = quotes.all || quotes.current !== null;
    if (!isMarked || view === null || scroller.current === null || !isJudgeShown(state)) {
      highlights.delete('quote');
      highlights.delete('quote-current');
      return;
    }
    const drawn = new Map<string, ShownText | null>();
    const rangesOf = (quote: QuoteView | undefined) =>
      quote === undefined || (quote.branch ?? MAIN) !== branch
        ? []
        : quote.places.flatMap((place) => rangeOfPlace(scroller.current, place, drawn) ?? []);
    const current = rangesOf(quoteOf(view.judgments, quotes.current));
    const all = quotes.all
      ? view.judgments.flatMap(({ quotes: cited = [] }) => cited.flatMap((quote) => rangesOf(quote)))
      : [];
    highlights.set('quote', new Highlight(...all));
    const marked = new Highlight(...current);
    marked.priority = 1;
    highlights.set('quote-current', marked);
    const [first] = current;
    if (first === undefined || quotes.gone === scrolledTo.current) return;
    scrolledTo.current = quotes.gone;
    scrollToRange(scroller.current, first);
  });

  function rangeOfPlace(
    root: HTMLElement | null,
    place: QuotePlaceView,
    drawn: Map<string, ShownText | null>,
  ): Range | null {
    const key = foldKey(place.turn, place.part);
    let shown = drawn.get(key);
    if (shown === undefined) {
      const element = root?.querySelector<HTMLElement>(
        `article[data-index="${place.turn}"] [data-part="${place.part}"]`,
      );
      shown = element == null ? null : shownTextOf(element);
      drawn.set(key, shown);
    }
    const text = page.turns?.textOf(place.turn, place.part);
    if (shown === null || text === undefined) return null;
    const found = renderedPassage(shown.text, text, place.start, place.end);
    return found === null ? null : rangeOf(shown, found);
  }
}
