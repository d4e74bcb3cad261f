import { resumeRules } from './applyRule.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { resumeDerivations } from './deriveCondition.ts';
import { resumePurges } from './purgeRuns.ts';
import type { LongOperation } from './shortWrites.ts';

/** Finishes every operation that a killed window left half done: runs half removed, verdicts half derived, leaves with gaps. */
export async function resumeInterrupted(
  database: AuditDatabase,
  operation: LongOperation = {},
): Promise<void> {
  await resumePurges(database, operation);
  await resumeRules(database, operation);
  await resumeDerivations(database, operation);
}
