import { annotatorOverlap as overlap, type AnnotatorOverlap } from '../../storage/labels/annotatorOverlap.ts';
import type { TaskContext } from '../task.ts';

/** Who labelled here, and where the chosen people (everybody by default) labelled the same transcripts. */
export async function annotatorOverlap(
  { annotators }: { readonly annotators?: readonly string[] },
  { database }: Pick<TaskContext, 'database'>,
): Promise<AnnotatorOverlap> {
  return overlap((await database()).db, annotators);
}
