import type { VerdictRule } from '../../core/verdictRule.ts';
import { applyRule as apply } from '../../storage/applyRule.ts';
import { resumeInterrupted } from '../../storage/resumeInterrupted.ts';
import type { TaskContext } from '../task.ts';

export interface ApplyRuleParams {
  readonly runIds: readonly number[];
  readonly rule: VerdictRule;
}

/** Gives runs another verdict rule; answers with the number of transcripts looked at. */
export async function applyRule(
  { runIds, rule }: ApplyRuleParams,
  context: TaskContext<number>,
): Promise<number> {
  return apply(await context.database(), runIds, rule, {
    yieldFlag: context.yieldFlag,
    signal: context.signal,
    onProgress: context.progress,
  });
}

/** Takes up what a killed window left half derived. */
export async function resume(_params: null, context: TaskContext): Promise<null> {
  const database = await context.database();
  if (database.readOnlyReason === '') await resumeInterrupted(database, { yieldFlag: context.yieldFlag });
  return null;
}
