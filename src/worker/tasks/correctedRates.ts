/** Corrected rates of all runs that have labels, for the trees: those that labels or rules outdated are worked out anew. */
import { AuditError } from '../../core/errors.ts';
import { USUAL_SELECTION } from '../../protocol/auditPage.ts';
import {
  auditedRuns,
  isCurrent,
  storeAudit,
  storedAudits,
  type RunAudit,
} from '../../storage/audit/storedAudit.ts';
import { openScope } from '../audit/auditScope.ts';
import { collectLabels } from '../audit/collectLabels.ts';
import { selectionRates } from '../audit/selectionRates.ts';
import { treeAudit } from '../audit/treeAudit.ts';
import type { TaskContext } from '../task.ts';

/** Gives way as the figures do; what can't be told of one run doesn't keep the others. */
export async function correctedRates(
  _: Record<string, never>,
  context: TaskContext,
): Promise<readonly RunAudit[]> {
  const database = await context.database();
  const { db } = database;
  for (const runId of auditedRuns(db)) {
    if (isCurrent(db, runId)) continue;
    const selection = { ...USUAL_SELECTION, runIds: [runId] };
    try {
      const scope = openScope(database, selection, context.signal);
      const { view } = await selectionRates(scope, await collectLabels(scope, () => undefined));
      const words = treeAudit(selection, scope.runs.runIds, view);
      if (words !== undefined) storeAudit(database, runId, words);
    } catch (error) {
      // The run is gone meanwhile, or the file busy.
      if (!(error instanceof AuditError) || error.kind === 'cancelled') throw error;
    }
  }
  return storedAudits(db);
}
