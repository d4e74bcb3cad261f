import { leafRanges as rangesOf, type LeafRangesQuery } from '../../storage/leafRanges.ts';
import type { TaskContext } from '../task.ts';

/** The bounds of each page of a leaf of which only some transcripts are shown. */
export async function leafRanges(
  query: LeafRangesQuery,
  context: TaskContext,
): Promise<readonly { readonly from: number; readonly to: number; readonly n: number }[]> {
  return rangesOf(await context.database(), query);
}
