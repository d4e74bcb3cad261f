import { searchTranscripts, type SearchColumns } from '../../storage/search.ts';
import type { TaskContext } from '../task.ts';

/** Transcripts that hold a text, for the trees' filter. */
export async function search(
  { text }: { readonly text: string },
  context: TaskContext,
): Promise<SearchColumns> {
  return searchTranscripts(await context.database(), text);
}
