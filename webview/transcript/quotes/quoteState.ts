/** Which of the judges' citations are marked in the text. Pure. */
import type { JudgmentView } from '../../../src/protocol/transcriptPanel.ts';
import type { BranchView, QuoteView } from '../../../src/protocol/transcriptParts.ts';

export interface QuoteName {
  readonly judgment: number;
  readonly quote: number;
}

export interface QuoteState {
  /** The citation that was gone to. */
  readonly current: QuoteName | null;
  /** Grows whenever one is gone to, the same one too. */
  readonly gone: number;
  /** Every citation is marked. */
  readonly all: boolean;
  /** Why those that were pending could not be looked for. */
  readonly problem: string;
}

export const NO_QUOTES: QuoteState = { current: null, gone: 0, all: false, problem: '' };

export type QuotePlaceView = QuoteView['places'][number];

export function quoteOf(judgments: readonly JudgmentView[], name: QuoteName | null): QuoteView | undefined {
  return name === null ? undefined : judgments[name.judgment]?.quotes?.[name.quote];
}

export function hasQuotes(judgments: readonly JudgmentView[]): boolean {
  return judgments.some(({ quotes = [] }) => quotes.length > 0);
}

export function isLookedFor(judgments: readonly JudgmentView[]): boolean {
  return !judgments.some(({ quotes = [] }) => quotes.some(({ pending }) => pending === true));
}

/** The judgments with the places that were found, in the same order; as they were where the lists don't fit. */
export function withPlaces(
  judgments: readonly JudgmentView[],
  found: readonly (readonly Pick<QuoteView, 'places' | 'branch'>[])[],
): readonly JudgmentView[] {
  return judgments.map((judgment, index) => {
    const { quotes } = judgment;
    const looked = found[index];
    if (quotes === undefined || looked?.length !== quotes.length) return judgment;
    return {
      ...judgment,
      quotes: quotes.map(({ quote, note }, at) => ({
        quote,
        ...(note === undefined ? {} : { note }),
        ...(looked[at] ?? { places: [] }),
      })),
    };
  });
}

/** Where it stands, in words: `turn 7`, `turns 3 and 7 of branch 2`, `looking for it…`. */
export function placeWords({ places, pending, branch }: QuoteView, branches: readonly BranchView[]): string {
  if (pending === true) return 'looking for it…';
  if (places.length === 0) return 'not in the transcript';
  const turns = [...new Set(places.map(({ turn }) => turn + 1))];
  const there = branches.find(({ index }) => index === branch);
  const which = branch === undefined ? '' : ` of ${there?.name ?? `branch ${branch}`}`;
  const where =
    turns.length === 1
      ? `turn ${turns[0]}${which}`
      : `turns ${turns.slice(0, -1).join(', ')} and ${turns[turns.length - 1]}${which}`;
  return places.some(({ normalised }) => normalised)
    ? `${where}; stands there with other quotes or spaces`
    : where;
}
