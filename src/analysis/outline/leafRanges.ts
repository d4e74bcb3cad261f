import { RANGE_SIZE } from './outlineTree.ts';

/** A page of a leaf that holds more transcripts than one page shows. */
export interface LeafRange {
  /**
   * Bounds, both inclusive: of `leafSeq`, counted from 1; or, when a text is searched for, of places in the list of
   * ids, counted from 1 too.
   */
  readonly from: number;
  readonly to: number;
  /** Which of the leaf's shown transcripts the page begins with, counted from 1, and how many it held when made. */
  readonly first: number;
  readonly n: number;
}

/** Ranges over a leaf of which everything is shown: `leafSeq` is dense, so places and bounds are the same. */
export function denseRanges(total: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  for (let from = 1; from <= total; from += RANGE_SIZE) {
    const to = Math.min(from + RANGE_SIZE - 1, total);
    ranges.push({ from, to, first: from, n: to - from + 1 });
  }
  return ranges;
}

/**
 * Ranges over a leaf of which only some transcripts are shown, from the bounds that the worker found.
 *
 * @param bounds the first and last `leafSeq` of each thousand, ascending
 */
export function boundedRanges(
  bounds: readonly { readonly from: number; readonly to: number; readonly n: number }[],
): LeafRange[] {
  let first = 1;
  return bounds.map(({ from, to, n }) => {
    const range = { from, to, first, n };
    first += n;
    return range;
  });
}

/** The range that holds a bound; undefined when it is in none. */
export function rangeHolding(ranges: readonly LeafRange[], bound: number): LeafRange | undefined {
  return ranges.find(({ from, to }) => from <= bound && bound <= to);
}
