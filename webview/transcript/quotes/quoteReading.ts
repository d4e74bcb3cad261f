/** Goes to what judges cite, and asks the host for the places that it hadn't looked for yet. */
import { MAIN } from '../branches/branchGroups.ts';
import { isBlind } from '../page/pageState.ts';
import { messageOf } from '../page/problems.ts';
import type { TranscriptPage } from '../page/transcriptPage.ts';
import { openPlace } from '../reading/openPlace.ts';
import {
  hasQuotes,
  isLookedFor,
  NO_QUOTES,
  placeWords,
  quoteOf,
  withPlaces,
  type QuoteName,
} from './quoteState.ts';

/** Asks where the citations stand, if that isn't known; short transcripts arrive with their places. */
export function lookForQuotes(page: TranscriptPage): void {
  const { store, host } = page;
  const { view, serial, quotes } = store.state;
  if (view === null || isLookedFor(view.judgments)) return;
  if (quotes.problem !== '') store.update({ quotes: { ...quotes, problem: '' } });
  host.request('quotePlaces', { transcriptId: view.id }, { timeoutMs: 120_000 }).then(
    (found) => {
      const now = store.state;
      if (now.serial !== serial || now.view === null) return;
      store.update({ view: { ...now.view, judgments: withPlaces(now.view.judgments, found) } });
    },
    (error: unknown) => {
      if (store.state.serial === serial)
        store.update({ quotes: { ...store.state.quotes, problem: messageOf(error) } });
    },
  );
}

/** Shows the passage in the branch that it stands in, and marks all its parts. */
export function goToQuote(page: TranscriptPage, name: QuoteName): void {
  const { store } = page;
  const { view } = store.state;
  const quote = view === null ? undefined : quoteOf(view.judgments, name);
  const [first] = quote?.places ?? [];
  if (quote === undefined || first === undefined) return;
  store.update({
    quotes: { ...store.state.quotes, current: name, gone: store.state.quotes.gone + 1 },
    passages: { ...store.state.passages, current: null },
    reading: { ...store.state.reading, raw: false },
    announcement: `Shown: ${placeWords(quote, view?.branches ?? [])}.`,
  });
  const branch = quote.branch ?? MAIN;
  if (store.state.branch === branch) page.list?.revealTurn(first.turn);
  else page.showBranch(branch, first.turn);
  for (const place of quote.places) void openPlace(page, place);
}

/** Takes the marks away, or sets them for every citation. */
export function showAllQuotes(page: TranscriptPage): void {
  const { store } = page;
  const { state } = store;
  if (state.view === null || isBlind(state)) return;
  if (!hasQuotes(state.view.judgments)) {
    store.update({ notice: { text: 'No judge cites a passage here.', tone: 'info' } });
    return;
  }
  const isMarked = state.quotes.all || state.quotes.current !== null;
  const quotes = isMarked
    ? { ...NO_QUOTES, gone: state.quotes.gone, problem: state.quotes.problem }
    : { ...state.quotes, all: true };
  store.update({ quotes, announcement: isMarked ? 'Passages no longer marked.' : 'Passages marked.' });
}
