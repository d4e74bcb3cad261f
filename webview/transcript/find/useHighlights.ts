import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { foldKey, isOpen } from '../reading/readingState.ts';
import { locateMatch } from './findState.ts';
import { rangeOf, scrollToRange, shownTextOf } from './ranges.ts';
import { occurrences } from './textRanges.ts';

/**
 * Marks the matches in the turns that are drawn, with the browser's own highlights: no element is added to model text.
 * Scrolls to the current match, and opens a fold that hides it.
 */
export function useHighlights(scroller: RefObject<HTMLElement | null>, state: PageState): void {
  const page = usePage();
  const { find } = state;
  const place = locateMatch(find.matches, find.current);

  // The fold is opened once for each match gone to; the reader may close it again.
  useEffect(() => {
    if (place === null || find.text === '') return;
    let cancelled = false;
    void page.turns?.load(place.turn).then((turn) => {
      if (cancelled || turn === undefined) return;
      const now = page.store.state.reading;
      const folds = { ...now.folds };
      turn.parts.forEach((part, index) => {
        const isHidden = !isOpen(now, turn, index) && occurrences(part.text, find.text, 1).length > 0;
        if (isHidden) folds[foldKey(turn.index, index)] = true;
      });
      page.store.update({ reading: { ...now, folds } });
    });
    return () => {
      cancelled = true;
    };
  }, [place?.turn, place?.within, find.text]);

  // Runs after each drawing: which turns are in the document changes with every scroll.
  useEffect(() => {
    const { highlights } = CSS;
    if (!find.open || find.text === '' || scroller.current === null) {
      highlights.delete('find');
      highlights.delete('find-current');
      scrolledTo = '';
      return;
    }
    const all: Range[] = [];
    let current: Range | undefined;
    for (const article of scroller.current.querySelectorAll<HTMLElement>('article[data-index]')) {
      const ranges = rangesIn(article, find.text);
      if (Number(article.dataset['index']) === place?.turn) current = ranges[place.within] ?? ranges.at(-1);
      all.push(...ranges);
    }
    highlights.set('find', new Highlight(...all));
    if (current === undefined) highlights.delete('find-current');
    else highlights.set('find-current', new Highlight(current));
    if (current !== undefined)
      scrollTo(scroller.current, current, `${find.text} ${find.current} ${find.matches.length}`);
  });
}

/** The match last scrolled to; scrolling there again on every drawing would hold the reader fast. */
let scrolledTo = '';

function scrollTo(scroller: HTMLElement, range: Range, name: string): void {
  if (name === scrolledTo) return;
  scrolledTo = name;
  scrollToRange(scroller, range);
}

function rangesIn(article: HTMLElement, needle: string): Range[] {
  const shown = shownTextOf(article);
  return occurrences(shown.text, needle, 500).map((stretch) => rangeOf(shown, stretch));
}
