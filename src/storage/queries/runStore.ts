import { AuditError } from '../../core/errors.ts';
import type { AuditStore, RunDetails, RunEdit, SourceFileRow } from '../../core/ports.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { NameRows } from '../rows/nameRows.ts';
import { RuleCache } from '../rows/ruleRows.ts';
import type { WriteTransaction } from '../storeWrites.ts';
import { createArmReader } from './armRows.ts';
import { isLeaseStale } from './leases.ts';

type RunMethods =
  'run' | 'editRun' | 'renameStudy' | 'deleteRuns' | 'restoreRuns' | 'problems' | 'adoptInterruptedImports';

interface RunRow {
  readonly runId: number;
  readonly name: string;
  readonly kind: RunDetails['kind'];
  readonly content: RunDetails['content'];
  readonly status: RunDetails['status'];
  readonly studyId: number | null;
  readonly seed: string | null;
  readonly ruleId: number | null;
}

interface LeaseRow {
  readonly id: number;
  readonly owner: string | null;
  readonly renewedAt: number | null;
}

/** Columns of a source file with its run's name, over `f` (source_file) and `r` (a run). */
export const FILE_COLUMNS = `f.id, f.run_id AS runId, r.name AS runName, f.path, f.name, f.sha256, f.importer,
  f.rows_kept AS rowsKept, f.rows_rejected AS rowsRejected, f.size_bytes AS sizeBytes, f.rows_read AS rowsRead, f.role, f.mapping`;

/** Files of a run that are told by name: one made of a folder may have a hundred thousand. */
const NAMED_FILES = 200;

/** The part of the store that is about runs. */
export function createRunStore({ db }: AuditDatabase, write: WriteTransaction): Pick<AuditStore, RunMethods> {
  const arms = createArmReader(db);
  const rules = new RuleCache(db);
  const names = new NameRows(db);
  const run = db.prepare<[number], RunRow>(
    `SELECT id AS runId, name, kind, content, status, study_id AS studyId, seed, verdict_rule_id AS ruleId FROM run
     WHERE id = ? AND deleted_at IS NULL`,
  );
  const files = db.prepare<[number], SourceFileRow>(
    `SELECT ${FILE_COLUMNS} FROM source_file f JOIN run r ON r.id = f.run_id WHERE f.run_id = ? ORDER BY f.id LIMIT ${NAMED_FILES}`,
  );
  const totals = db.prepare<[number], Pick<RunDetails, 'fileCount' | 'rowsKept' | 'rowsRejected'>>(
    `SELECT count(*) AS fileCount, coalesce(sum(rows_kept), 0) AS rowsKept,
       coalesce(sum(rows_rejected), 0) AS rowsRejected FROM source_file WHERE run_id = ?`,
  );
  const setName = db.prepare<[string, number]>('UPDATE run SET name = ? WHERE id = ?');
  const setSeed = db.prepare<[string | null, number]>('UPDATE run SET seed = ? WHERE id = ?');
  const setStudy = db.prepare<[number | null, number]>('UPDATE run SET study_id = ? WHERE id = ?');
  const armUpdate = (column: string) =>
    db.prepare<[number | null, number, number | null]>(
      `UPDATE arm SET ${column} = ? WHERE run_id = ? AND id = coalesce(?, id)`,
    );
  const setModel = armUpdate('model_id');
  const setGroup = armUpdate('group_id');
  const setCondition = armUpdate('condition_id');
  const nameStudy = db.prepare<[string, number]>('UPDATE study SET name = ? WHERE id = ?');
  const setDeleted = db.prepare<[string | null, number]>('UPDATE run SET deleted_at = ? WHERE id = ?');
  const problems = db.prepare<[number, number], ReturnType<AuditStore['problems']>[number]>(
    `SELECT f.name AS file, p.row, p.line, p.severity, p.reason, p.excerpt
     FROM source_file f JOIN import_problem p ON p.source_file_id = f.id WHERE f.run_id = ?
     ORDER BY p.source_file_id, p.row, p.id LIMIT ?`,
  );
  const importing = db.prepare<[], LeaseRow>(
    `SELECT id, lease_owner AS owner, lease_at AS renewedAt FROM run WHERE status = 'importing' AND kind = 'import'`,
  );
  const adopt = db.prepare<[number]>(
    `UPDATE run SET status = 'partial', lease_owner = NULL, lease_at = NULL WHERE id = ? AND status = 'importing'`,
  );
  const staleImports = (): readonly number[] =>
    importing
      .all()
      .filter(({ owner, renewedAt }) => isLeaseStale(owner, renewedAt))
      .map(({ id }) => id);

  function edit(change: RunEdit): void {
    const { runId, armId = null } = change;
    if (run.get(runId) === undefined) {
      throw new AuditError('not-found', 'That run is gone.', 'Nothing was changed.');
    }
    if (change.name !== undefined) setName.run(change.name, runId);
    if (change.seed !== undefined) setSeed.run(change.seed === '' ? null : change.seed, runId);
    if (change.studyId !== undefined) setStudy.run(change.studyId, runId);
    if (change.model !== undefined) setModel.run(names.model(change.model), runId, armId);
    if (change.group !== undefined) setGroup.run(names.group(change.group), runId, armId);
    if (change.condition !== undefined) setCondition.run(names.condition(change.condition), runId, armId);
  }

  return {
    run(runId) {
      const row = run.get(runId);
      if (row === undefined) return undefined;
      const { ruleId, ...rest } = row;
      const { fileCount = 0, rowsKept = 0, rowsRejected = 0 } = totals.get(runId) ?? {};
      return {
        ...rest,
        rule: rules.get(ruleId),
        arms: arms.ofRun(runId),
        files: files.all(runId),
        ...{ fileCount, rowsKept, rowsRejected },
      };
    },
    editRun: (change) => write(() => edit(change)),
    renameStudy: (studyId, name) =>
      write(() => {
        if (nameStudy.run(name, studyId).changes === 0) {
          throw new AuditError('not-found', 'That study is gone.', 'Nothing was changed.');
        }
      }),
    deleteRuns: (runIds) =>
      write(() => {
        const now = new Date().toISOString();
        for (const id of runIds) setDeleted.run(now, id);
      }),
    restoreRuns: (runIds) =>
      write(() => {
        for (const id of runIds) setDeleted.run(null, id);
      }),
    problems: (runId, limit) => problems.all(runId, limit),
    adoptInterruptedImports() {
      // Looked at before the lock is taken, since there is almost never anything to do.
      if (staleImports().length === 0) return [];
      return write(() => {
        const stale = staleImports();
        for (const id of stale) adopt.run(id);
        return stale;
      });
    },
  };
}
