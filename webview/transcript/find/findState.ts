/** What the find bar knows. Pure. */
import type { FindMatch } from '../../../src/protocol/transcriptPanel.ts';

export interface FindState {
  readonly open: boolean;
  /** Grows whenever find is asked for, so that the field takes the focus again. */
  readonly opened: number;
  readonly text: string;
  readonly searching: boolean;
  /** Turns with matches, in order. */
  readonly matches: readonly FindMatch[];
  /** Which match is current, counted over all turns from 0; -1 when there is none. */
  readonly current: number;
  readonly problem: string;
}

export const NO_FIND: FindState = {
  open: false,
  opened: 0,
  text: '',
  searching: false,
  matches: [],
  current: -1,
  problem: '',
};

export function totalMatches(matches: readonly FindMatch[]): number {
  return matches.reduce((sum, match) => sum + match.count, 0);
}

/** The turn of a match, and which one it is within that turn. */
export function locateMatch(
  matches: readonly FindMatch[],
  current: number,
): { readonly turn: number; readonly within: number } | null {
  let before = 0;
  for (const { turn, count } of matches) {
    if (current < before + count) return current < 0 ? null : { turn, within: current - before };
    before += count;
  }
  return null;
}

/** The first match at or after a turn, else the first of all; -1 when there is none. */
export function matchFrom(matches: readonly FindMatch[], turn: number): number {
  let before = 0;
  for (const match of matches) {
    if (match.turn >= turn) return before;
    before += match.count;
  }
  return matches.length > 0 ? 0 : -1;
}

/** One on or back, around the ends. */
export function stepMatch(current: number, total: number, step: 1 | -1): number {
  return total === 0 ? -1 : (current + step + total) % total;
}

/** `3 of 41`, in words for the bar. */
export function findWords({ text, searching, matches, current, problem }: FindState): string {
  if (problem !== '') return problem;
  if (text === '') return '';
  if (searching) return 'searching…';
  const total = totalMatches(matches);
  return total === 0 ? 'no matches' : `${current + 1} of ${total}`;
}
