import type { TaskContext } from '../task.ts';

export interface IntegrityResult {
  readonly ok: boolean;
  readonly problems: readonly string[];
}

/** Reads the whole file: SQLite's own `integrity_check` and its foreign keys. */
export async function integrityCheck(_params: null, context: TaskContext): Promise<IntegrityResult> {
  const { db } = await context.database();
  const found = db.pragma('integrity_check(20)', { simple: false }) as { integrity_check: string }[];
  const orphans = db.pragma('foreign_key_check') as { table: string; parent: string }[];
  const problems = [
    ...found.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...orphans.slice(0, 20).map(({ table, parent }) => `a row of ${table} points at a missing ${parent}`),
  ];
  return { ok: problems.length === 0, problems };
}
