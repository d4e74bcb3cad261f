import { storedAudit } from '../../storage/audit/storedAudit.ts';
import { runRemarks as remarksOf, type RunRemarks } from '../../storage/evals/runRemarks.ts';
import type { TaskContext } from '../task.ts';

/** What must be known beside the rates of these runs. */
export async function runRemarks(
  { runIds }: { readonly runIds: readonly number[] },
  context: TaskContext,
): Promise<readonly RunRemarks[]> {
  const { db } = await context.database();
  return runIds.map((runId) => {
    const corrected = storedAudit(db, runId);
    return { ...remarksOf(db, runId), ...(corrected === '' ? {} : { corrected }) };
  });
}
