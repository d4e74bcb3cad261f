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
 * Ranges over a leaf of which only some transcripts are shown, from the bounds that the worker found. They tile the
 * whole of the leaf, so that a transcript which a label brings into view has a range to appear in.
 *
 * @param bounds the first and last `leafSeq` of each thousand, ascending
 */
export function boundedRanges(
  bounds: readonly { readonly from: number; readonly to: number; readonly n: number }[],
): LeafRange[] {
  let first = 1;
  return bounds.map(({ to, n }, index) => {
    const from = (bounds[index - 1]?.to ?? 0) + 1;
    const end = index === bounds.length - 1 ? Number.MAX_SAFE_INTEGER : to;
    const range = { from, to: end, first, n };
    first += n;
    return range;
  });
}
