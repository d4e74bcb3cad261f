import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PassagePlace } from '../../../src/protocol/transcriptAbout.ts';
import { MAIN } from '../branches/branchGroups.ts';
import { rangeOf, scrollToRange, shownTextOf, type ShownText } from '../find/ranges.ts';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { renderedPassage, type Stretch } from '../quotes/renderedPassage.ts';
import { foldKey } from '../reading/readingState.ts';

/** What was found of a passage, as long as neither the text nor its drawing changes. */
interface Found {
  readonly drawn: string;
  readonly text: string;
  readonly stretch: Stretch | null;
}

const NAMES = ['passage', 'passage-current', 'passage-draft'] as const;

/** Marks passages in the turns that are drawn, and the one that is being marked; adds no element to model text. */
export function usePassageHighlights(scroller: RefObject<HTMLElement | null>, state: PageState): void {
  const page = usePage();
  const scrolledTo = useRef(0);
  const known = useRef(new Map<string, Found>());
  // Runs after each drawing: which turns are in the document changes with every scroll.
  useEffect(() => {
    const { highlights } = CSS;
    const { view, branch, passages, entry } = state;
    const marked = view?.labels.passages ?? [];
    const draft = entry?.kind === 'passage' ? entry.about.span : undefined;
    if (scroller.current === null || (marked.length === 0 && draft === undefined)) {
      for (const name of NAMES) highlights.delete(name);
      return;
    }
    const drawn = new Map<string, ShownText | null>();
    const rangesOf = (place: PassagePlace | null | undefined): Range[] => {
      if (place == null || (place.branch ?? MAIN) !== branch) return [];
      const range = rangeOfPlace(scroller.current, place, drawn);
      return range === null ? [] : [range];
    };
    const current = rangesOf(marked.find(({ id }) => id === passages.current)?.place);
    const sets = { passage: marked.flatMap(({ place }) => rangesOf(place)), 'passage-current': current };
    for (const [priority, [name, ranges]] of Object.entries({
      ...sets,
      'passage-draft': rangesOf(draft),
    }).entries()) {
      const highlight = new Highlight(...ranges);
      // Above what find and citations mark.
      highlight.priority = 2 + priority;
      highlights.set(name, highlight);
    }
    const [first] = current;
    if (first === undefined || passages.gone === scrolledTo.current) return;
    scrolledTo.current = passages.gone;
    scrollToRange(scroller.current, first);
  });

  function rangeOfPlace(
    root: HTMLElement | null,
    { turn, part, from, to }: PassagePlace,
    drawn: Map<string, ShownText | null>,
  ): Range | null {
    const key = foldKey(turn, part);
    let shown = drawn.get(key);
    if (shown === undefined) {
      const element = root?.querySelector<HTMLElement>(`article[data-index="${turn}"] [data-part="${part}"]`);
      shown = element == null ? null : shownTextOf(element);
      drawn.set(key, shown);
    }
    const text = page.turns?.textOf(turn, part);
    if (shown === null || shown.nodes.length === 0 || text === undefined) return null;
    const name = `${state.serial} ${state.branch} ${key} ${from} ${to}`;
    let found = known.current.get(name);
    if (found === undefined || found.drawn !== shown.text || found.text !== text) {
      found = { drawn: shown.text, text, stretch: renderedPassage(shown.text, text, from, to) };
      if (known.current.size > 500) known.current.clear();
      known.current.set(name, found);
    }
    return found.stretch === null ? null : rangeOf(shown, found.stretch);
  }
}
