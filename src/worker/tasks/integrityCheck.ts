import { checkIntegrity } from '../../storage/recount.ts';
import type { TaskContext } from '../task.ts';

export interface IntegrityResult {
  readonly ok: boolean;
  /** One sentence each, the first twenty. */
  readonly problems: readonly string[];
}

/** Reads the whole file: SQLite's own check, references, and the counts that are kept beside the transcripts. */
export async function integrityCheck(_params: null, context: TaskContext): Promise<IntegrityResult> {
  const problems = checkIntegrity(await context.database());
  return { ok: problems.length === 0, problems: problems.slice(0, 20) };
}
