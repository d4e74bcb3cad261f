import { leafRanges as ranges, type LeafRangesQuery } from '../../storage/leafRanges.ts';
import type { TaskContext } from '../task.ts';

/** Ranges of a leaf under a filter on verdicts. */
export async function leafRanges(
  query: LeafRangesQuery,
  context: TaskContext,
): Promise<readonly { readonly from: number; readonly to: number; readonly n: number }[]> {
  return ranges(await context.database(), query);
}
