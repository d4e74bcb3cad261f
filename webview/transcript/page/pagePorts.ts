/** What the page's conductor needs of VS Code and of the list of turns. */

export interface Keeper {
  getState(): unknown;
  setState(state: unknown): void;
}

/** What the list of turns offers once it is drawn. */
export interface TurnListHandle {
  scrollToTurn(index: number): void;
  /** Scrolls only when the turn isn't in the document. */
  revealTurn(index: number): void;
  firstShownTurn(): number;
}
