/** A passage of a turn that a person marked, so that it is found again in the same text anywhere. */

/** Of a passage's text in its anchor, in UTF-16 code units. */
export const LONGEST_QUOTE = 2000;

export interface SpanAnchor {
  /** Index of the turn, of the branch where there is one. */
  readonly turn: number;
  /** 0 or absent: the transcript's own turns. */
  readonly branch?: number;
  /** Which part of the turn. */
  readonly part: number;
  /** UTF-16 code units of the part's text: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  /** The text there, to check by; at most 2,000 characters of it. */
  readonly quote: string;
}

/** One form for one span, as it is stored and compared: turn, branch, part, from, to and quote as JSON, in that order. */
export function spanText({ turn, branch = 0, part, from, to, quote }: SpanAnchor): string {
  return JSON.stringify([turn, branch, part, from, to, quote]);
}

/** Reads what `spanText` wrote. */
export function spanOfText(text: string): SpanAnchor {
  const [turn, branch, part, from, to, quote] = JSON.parse(text) as readonly [
    number,
    number,
    number,
    number,
    number,
    string,
  ];
  return { turn, ...(branch === 0 ? {} : { branch }), part, from, to, quote };
}
