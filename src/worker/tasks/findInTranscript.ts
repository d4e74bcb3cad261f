import { findInTranscript as find, type TurnMatch } from '../../storage/findInTranscript.ts';
import type { TaskContext } from '../task.ts';

export interface FindParams {
  readonly transcriptId: number;
  readonly text: string;
  /** 0 or absent: the transcript's own turns. */
  readonly branch?: number;
  /** Texts that the reader doesn't see: looking for them finds nothing. */
  readonly masks?: readonly string[];
}

/** Where a text occurs among a transcript's turns, without regard to case; turns without it are left out. */
export async function findInTranscript(
  { transcriptId, text, branch, masks }: FindParams,
  context: TaskContext,
): Promise<readonly TurnMatch[]> {
  return find(await context.database(), transcriptId, text, branch, masks);
}
