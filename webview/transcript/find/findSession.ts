/** Finds text over all turns of the transcript, which the host has and the page doesn't. */
import type { FindMatch } from '../../../src/protocol/transcriptPanel.ts';
import { messageOf, wasCancelled } from '../page/problems.ts';
import type { PageState } from '../page/pageState.ts';
import { locateMatch, matchFrom, NO_FIND, stepMatch, totalMatches } from './findState.ts';

const DEBOUNCE_MS = 120;

/** What it needs of the page's store. */
export interface FindStore {
  readonly state: Pick<PageState, 'view' | 'find'>;
  update(change: Pick<PageState, 'find'>): void;
}

export interface FindOptions {
  readonly store: FindStore;
  readonly find: (transcriptId: number, text: string, signal: AbortSignal) => Promise<readonly FindMatch[]>;
  /** The first turn on screen, where a new search begins. */
  readonly firstShownTurn: () => number;
  /** Scrolls to a turn and opens what hides the match. */
  readonly reveal: (turn: number) => void;
}

export class FindSession {
  readonly #options: FindOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(options: FindOptions) {
    this.#options = options;
  }

  open(): void {
    this.#update({ open: true, opened: this.#options.store.state.find.opened + 1 });
  }

  close(): void {
    this.#cancel();
    this.#options.store.update({ find: NO_FIND });
  }

  /** Another transcript is shown: the same text is looked for there. */
  transcriptChanged(): void {
    this.#cancel();
    const { find } = this.#options.store.state;
    if (!find.open) return;
    this.#update({ matches: [], current: -1, searching: false, problem: '' });
    if (find.text !== '') this.#search(find.text, false);
  }

  type(text: string): void {
    this.#cancel();
    this.#update({ text, searching: text !== '', matches: [], current: -1, problem: '' });
    if (text === '') return;
    this.#timer = setTimeout(() => this.#search(text, true), DEBOUNCE_MS);
  }

  step(step: 1 | -1): void {
    const { matches, current } = this.#options.store.state.find;
    this.#goTo(stepMatch(current, totalMatches(matches), step));
  }

  #search(text: string, reveal: boolean): void {
    const { view } = this.#options.store.state;
    if (view === null) return;
    const running = new AbortController();
    this.#running = running;
    this.#options.find(view.id, text, running.signal).then(
      (matches) => {
        if (running.signal.aborted) return;
        const current = matchFrom(matches, this.#options.firstShownTurn());
        this.#update({ searching: false, matches, current });
        if (reveal) this.#goTo(current);
      },
      (error: unknown) => {
        if (!wasCancelled(error)) this.#update({ searching: false, problem: messageOf(error) });
      },
    );
  }

  #goTo(current: number): void {
    const place = locateMatch(this.#options.store.state.find.matches, current);
    if (place === null) return;
    this.#update({ current });
    this.#options.reveal(place.turn);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = undefined;
  }

  #update(change: Partial<PageState['find']>): void {
    const { store } = this.#options;
    store.update({ find: { ...store.state.find, ...change } });
  }
}
