import type { ImportedSource } from '../../core/imported.ts';
import { AuditError } from '../../core/errors.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { isLeaseStale } from '../queries/leases.ts';
import { loadRule } from '../rows/ruleRows.ts';
import { insertMembers, type BegunRun, type ReadPosition, type RunRequest } from './runRequest.ts';

type RunStatus = 'importing' | 'complete' | 'partial';

interface RunRow {
  readonly kind: string;
  readonly status: RunStatus;
  readonly leaseOwner: string | null;
  readonly leaseAt: number | null;
  readonly ruleId: number | null;
}

/** What is stored of a run that an import goes on with. */
export interface StoredImport {
  readonly importer: string;
  readonly importerVersion: number;
  /** How much of the main file was read, where its bytes tell whether it is still the same. */
  readonly position: ReadPosition | undefined;
}

const RUN = `SELECT kind, status, lease_owner AS leaseOwner, lease_at AS leaseAt, verdict_rule_id AS ruleId
  FROM run WHERE id = ? AND deleted_at IS NULL`;

/** @throws AuditError `not-found` when the run is gone */
export function storedImport({ db }: AuditDatabase, runId: number): StoredImport {
  const main = db
    .prepare<
      [number],
      {
        readonly importer: string;
        readonly importerVersion: number;
        readonly sizeBytes: number;
        readonly sha256: string;
        readonly bytesRead: number | null;
        readonly prefix: string | null;
      }
    >(
      `SELECT f.importer, f.importer_version AS importerVersion, f.size_bytes AS sizeBytes, f.sha256,
         f.bytes_read AS bytesRead, f.prefix_sha256 AS prefix
       FROM source_file f JOIN run r ON r.id = f.run_id
       WHERE f.run_id = ? AND r.deleted_at IS NULL ORDER BY f.id LIMIT 1`,
    )
    .get(runId);
  if (main === undefined) throw gone();
  return {
    importer: main.importer,
    importerVersion: main.importerVersion,
    position: positionOf(main),
  };
}

/**
 * The suite that a run's probes are in where its file doesn't name one: what is added to the run, or replaces it, joins
 * the same probes, though it is called otherwise by now. Its study's name is looked for first, then its own.
 */
export function storedSuite({ db }: AuditDatabase, runId: number | undefined): string | undefined {
  if (runId === undefined) return undefined;
  return db
    .prepare<[number], string>(
      `SELECT s.name FROM leaf_summary l JOIN arm a ON a.id = l.arm_id JOIN run r ON r.id = a.run_id
         JOIN probe p ON p.id = l.probe_id JOIN suite s ON s.id = p.suite_id LEFT JOIN study y ON y.id = r.study_id
       WHERE a.run_id = ? ORDER BY s.name IS y.name DESC, s.name = r.name DESC, p.id LIMIT 1`,
    )
    .pluck()
    .get(runId);
}

/** Runs of earlier versions have only the hash of the whole file. */
function positionOf({
  bytesRead,
  prefix,
  sizeBytes,
  sha256,
}: {
  readonly bytesRead: number | null;
  readonly prefix: string | null;
  readonly sizeBytes: number;
  readonly sha256: string;
}): ReadPosition | undefined {
  if (bytesRead !== null && prefix !== null) return { bytes: bytesRead, sha256: prefix };
  return sha256 === '' || sizeBytes === 0 ? undefined : { bytes: sizeBytes, sha256 };
}

/** Tells whether a file of the run's folder is stored as it is now, so that reading it again can be spared. */
export function storedFileTest(
  { db }: AuditDatabase,
  runId: number,
): (source: Pick<ImportedSource, 'path' | 'sizeBytes'> & { readonly modifiedMs: number }) => boolean {
  const find = db
    .prepare<[number, string, number], string>(
      'SELECT imported_at FROM source_file WHERE run_id = ? AND path = ? AND size_bytes = ? AND bytes_read = size_bytes',
    )
    .pluck();
  return ({ path, sizeBytes, modifiedMs }) => {
    const importedAt = find.get(runId, path, sizeBytes);
    return importedAt !== undefined && modifiedMs < Date.parse(importedAt);
  };
}

/**
 * Takes a run that is there, to go on with it. To be called in a transaction.
 *
 * @throws AuditError `not-found`; `database-busy` while another window imports into it; `bad-input` for a launched run
 */
export function claimRun(
  { db }: AuditDatabase,
  runId: number,
  request: RunRequest,
): BegunRun & { readonly rule: VerdictRule | undefined; readonly status: 'complete' | 'partial' } {
  const run = db.prepare<[number], RunRow>(RUN).get(runId);
  const main = db
    .prepare<[number], number>('SELECT id FROM source_file WHERE run_id = ? ORDER BY id LIMIT 1')
    .pluck()
    .get(runId);
  if (run === undefined || main === undefined) throw gone();
  if (run.kind !== 'import') {
    throw new AuditError(
      'bad-input',
      'A launched run can’t be gone on with from a file.',
      'Nothing was changed.',
    );
  }
  if (run.status === 'importing' && !isLeaseStale(run.leaseOwner, run.leaseAt)) {
    throw new AuditError(
      'database-busy',
      'This run is being imported already.',
      'Wait until that import has ended, then try again.',
    );
  }
  db.prepare<[string, number, number]>(
    `UPDATE run SET status = 'importing', lease_owner = ?, lease_at = ? WHERE id = ?`,
  ).run(request.leaseOwner, Date.now(), runId);
  insertMembers(db, { runId, sourceFileId: main }, request);
  return {
    runId,
    sourceFileId: main,
    rule: run.ruleId === null ? undefined : loadRule(db, run.ruleId),
    status: run.status === 'complete' ? 'complete' : 'partial',
  };
}

function gone(): AuditError {
  return new AuditError('not-found', 'The run to go on with is gone.', 'Import the file as a new run.');
}
