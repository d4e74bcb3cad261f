import { findInTranscript as find, type TurnMatch } from '../../storage/findInTranscript.ts';
import type { TaskContext } from '../task.ts';

export interface FindParams {
  readonly transcriptId: number;
  readonly text: string;
}

/** Where a text occurs among a transcript's turns, without regard to case; turns without it are left out. */
export async function findInTranscript(
  { transcriptId, text }: FindParams,
  context: TaskContext,
): Promise<readonly TurnMatch[]> {
  return find(await context.database(), transcriptId, text);
}
