import { findInTranscript as find, type TurnMatch } from '../../storage/findInTranscript.ts';
import type { TaskContext } from '../task.ts';

/** Turns of one transcript that hold a text. */
export async function findInTranscript(
  { transcriptId, text }: { readonly transcriptId: number; readonly text: string },
  context: TaskContext,
): Promise<readonly TurnMatch[]> {
  return find(await context.database(), transcriptId, text);
}
