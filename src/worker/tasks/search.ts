import { searchTranscripts, type SearchColumns } from '../../storage/search.ts';
import type { TaskContext } from '../task.ts';

export interface SearchParams {
  readonly text: string;
}

/** Transcripts whose question, answer, reasoning or notes hold all words of the text, in columns. */
export async function search({ text }: SearchParams, context: TaskContext): Promise<SearchColumns> {
  return searchTranscripts(await context.database(), text);
}
