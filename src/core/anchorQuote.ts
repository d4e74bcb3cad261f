/** Where a quoted passage stands in a transcript. */
export interface QuotePlace {
  readonly turn: number;
  readonly part: number;
  /** UTF-16 offsets into the part's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** True when only quotes, dashes, spaces or case had to be overlooked; false when it stands there to the letter. */
  readonly normalised: boolean;
}
