/** Imports inputs into a real database, and looks whether it is sound and what is in it can be read. */
import { AuditError } from '../../../src/core/errors.ts';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { checkFindings } from '../../../src/worker/tasks/checkFindings.ts';
import { importFiles } from '../../../src/worker/tasks/import.ts';
import type { TaskContext } from '../../../src/worker/task.ts';
import type { Opening } from './readInput.ts';

const MOST_LOOKED_AT = 40;

/** @returns how many runs there are, and what is wrong, in words */
export async function storeInputs(
  openings: readonly Opening[],
  databasePath: string,
): Promise<{ readonly runs: number; readonly wrong: readonly string[] }> {
  const database = await openDatabase(databasePath, { role: 'worker' });
  try {
    const wrong: string[] = [];
    const context = contextOf(database);
    const files = openings.map(({ path, importer, members, mapping }): PlannedFile => ({
      path,
      runName: path,
      importer,
      ...(mapping && { mapping }),
      ...(members && { members, fingerprint: 'fuzz' }),
    }));
    let runs = 0;
    try {
      const written = await importFiles({ files }, context);
      runs = written.runs.length;
      await checkFindings({ runs: 'all', off: [], severities: {} }, context);
    } catch (error) {
      wrong.push(`storing threw ${wordsOf(error)}`);
    }
    wrong.push(...checkIntegrity(database), ...readBack(database));
    return { runs, wrong };
  } finally {
    database.close();
  }
}

function contextOf(database: AuditDatabase): TaskContext<unknown> {
  return {
    database: () => Promise.resolve(database),
    owner: 'fuzz',
    yieldFlag: new Int32Array(new SharedArrayBuffer(4)),
    signal: new AbortController().signal,
    progress: () => undefined,
    ask: () => Promise.reject(new AuditError('bug', 'nothing is to be asked')),
    log: () => undefined,
  };
}

/** As the transcript page does. */
function readBack(database: AuditDatabase): string[] {
  const store = createAuditStore(database);
  const ids = database.db
    .prepare<[], number>(`SELECT id FROM transcript ORDER BY id DESC LIMIT ${MOST_LOOKED_AT}`)
    .pluck()
    .all();
  const wrong: string[] = [];
  for (const id of ids) {
    try {
      const { turnCount = 0 } = store.transcript(id) ?? {};
      const turns = store.turns(id, 0, turnCount);
      if (turns.length !== turnCount || turnCount === 0) wrong.push(`transcript ${id} has no turns`);
      for (const { index, turnCount: all } of store.branches(id)) {
        const found = store.branchTurns(id, index, 0, all).length;
        if (found !== all) wrong.push(`branch ${index} of transcript ${id} has ${found} of ${all} turns`);
      }
    } catch (error) {
      wrong.push(`reading transcript ${id} threw ${wordsOf(error)}`);
    }
  }
  return wrong;
}

function wordsOf(error: unknown): string {
  if (error instanceof AuditError && error.cause instanceof Error) {
    return `${error.message} (${error.cause.stack ?? error.cause.message})`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
