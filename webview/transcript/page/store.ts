import { useLayoutEffect, useReducer } from 'preact/hooks';

/** Holds the page's state; whoever draws it subscribes. */
export class PageStore<State extends object> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  update(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Draws the component again whenever something of `source` changes. */
export function useChanges(source: { subscribe(listener: () => void): () => void }): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  // Subscribed as soon as it is drawn: an effect that waits for a frame would miss what changes until then.
  useLayoutEffect(() => source.subscribe(() => redraw(undefined)), [source]);
}
