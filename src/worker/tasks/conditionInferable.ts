import { conditionInferable as tells } from '../../storage/conditionInferable.ts';
import type { TaskContext } from '../task.ts';

export interface InferableParams {
  readonly transcriptId: number;
  /** Texts that the reader doesn't see. */
  readonly masks: readonly string[];
  /** Runs that the reader knows it may be from. */
  readonly runNames: readonly string[];
}

/** Whether the text of a transcript tells its condition to somebody who isn't told. */
export async function conditionInferable(
  { transcriptId, masks, runNames }: InferableParams,
  context: TaskContext,
): Promise<boolean> {
  return tells(await context.database(), transcriptId, masks, runNames);
}
