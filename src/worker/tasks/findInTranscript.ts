import { findInTranscript as find, type TurnMatch } from '../../storage/findInTranscript.ts';
import type { TaskContext } from '../task.ts';

export interface FindParams {
  readonly transcriptId: number;
  readonly text: string;
  /** 0 or absent: the transcript's own turns. */
  readonly branch?: number;
}

/** Where a text occurs among a transcript's turns, without regard to case; turns without it are left out. */
export async function findInTranscript(
  { transcriptId, text, branch }: FindParams,
  context: TaskContext,
): Promise<readonly TurnMatch[]> {
  return find(await context.database(), transcriptId, text, branch);
}
